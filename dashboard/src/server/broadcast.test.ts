import { describe, expect, it } from 'vitest';
import { applyChange, type Frame, type Picture } from '../contract/index.ts';
import { Broadcast, FRAME_MS } from './broadcast.ts';

const empty: Picture = {
  demo: false,
  stage: 'live',
  taken: 0,
  catchingUp: null,
  verdict: {
    breached: 0,
    quiet: 0,
    unacknowledged: 0,
    incidents: 0,
    failingHooks: [],
    escalated: 0,
    due15: 0,
    due60: 0,
    due240: 0,
    nextDue: null,
    lastBreach: null,
  },
  breaches: [],
  incidents: [],
  escalations: [],
  next: [],
  tiles: [],
  partners: [],
  partnersTotal: 0,
  silent: [],
  silentTotal: 0,
};

/** A broadcast on a clock that the test moves. */
function onClock() {
  let now = 0;
  let breached = 0;
  const frames: (Frame & { at: number })[] = [];
  let due: { at: number; call: () => void } | undefined;
  const broadcast = new Broadcast({
    server: 'run-1',
    build: 'b',
    now: () => now,
    after: (delayMs, call) => {
      due = { at: now + delayMs, call };
      return () => {
        due = undefined;
      };
    },
    draw: () => ({ ...empty, verdict: { ...empty.verdict, breached } }),
    asOf: () => now,
    send: (frame) => frames.push({ ...frame, at: now }),
  });
  return {
    frames,
    broadcast,
    breach(at: number): void {
      while (due && due.at <= at) {
        const { at: when, call } = due;
        due = undefined;
        now = when;
        call();
      }
      now = at;
      breached += 1;
      broadcast.touch();
    },
    until(at: number): void {
      if (due && due.at <= at) {
        const { at: when, call } = due;
        due = undefined;
        now = when;
        call();
      }
      now = at;
    },
  };
}

describe('frames', () => {
  it('leave at once after a silence, then together within 50 ms', () => {
    const { breach, until, frames } = onClock();
    breach(1_000);
    breach(1_010);
    breach(1_030);
    until(2_000);
    breach(2_000);
    expect(frames.map(({ at, seq, change }) => [at, seq, change.verdict?.breached])).toEqual([
      [1_000, 1, 1],
      [1_000 + FRAME_MS, 2, 3],
      [2_000, 3, 4],
    ]);
  });

  it('are not sent when nothing that walls show has changed', () => {
    const { broadcast, frames } = onClock();
    broadcast.touch();
    expect(frames).toEqual([]);
  });

  it('and a snapshot never lie on different sides of a gap', () => {
    const { breach, broadcast, frames } = onClock();
    breach(1_000);
    const early = broadcast.snapshot();
    breach(1_010);
    const late = broadcast.snapshot();
    expect([early.seq, late.seq]).toEqual([1, 2]);
    expect(applyChange(early.picture, frames.at(-1)!.change)).toEqual(late.picture);
  });
});
