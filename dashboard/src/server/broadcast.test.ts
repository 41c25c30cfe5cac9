import { describe, expect, it } from 'vitest';
import { createFakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { AN_EMPTY_PICTURE as empty } from '../../story/an-empty-picture.ts';
import { applyChange, type Breach, type Frame, type IncidentLine, type Picture } from '../contract/index.ts';
import { Broadcast, FRAME_MS } from './broadcast.ts';
import { PACE } from './frame-parts.ts';

const START = 1_000_000;

/** A broadcast of a picture that the test changes, on a clock that it moves. */
function onClock() {
  const clock = createFakeWallClock(START);
  const frames: (Frame & { at: number })[] = [];
  let picture = empty;
  const broadcast = new Broadcast({
    server: 'run-1',
    build: 'b',
    now: () => clock.now(),
    after: (delayMs, call) => clock.after(delayMs, call),
    draw: () => picture,
    asOf: () => clock.now(),
    send: (frame) => frames.push({ ...frame, at: clock.now() - START }),
  });
  return {
    frames,
    broadcast,
    /** Millisecond after millisecond, so that whatever is due meanwhile happens when it is. */
    until(at: number): void {
      while (clock.now() < START + at) clock.advance(1);
    },
    change(how: (picture: Picture) => Partial<Picture>): void {
      picture = { ...picture, ...how(picture) };
      broadcast.touch();
    },
    current: () => picture,
  };
}

const breach = (n: number): Breach => ({
  id: `order/${n}|p|0`,
  subject: `order/${n}`,
  promise: 'p',
  title: 'Ship',
  partner: 'noor',
  partnerName: 'Noor',
  team: '',
  due: n,
  level: '',
});
const incidentOf = (n: number, over: Partial<IncidentLine> = {}): IncidentLine => {
  const none = { subject: '', partner: 'noor', partnerName: 'Noor', carrier: '', level: '', expired: '', assigned: '' };
  const counts = { open: 1, total: 1, silenced: 0, since: 1, newest: 1, acknowledged: null };
  return {
    id: `inc_${n}`,
    kind: 'clock',
    severity: 'critical',
    promise: 'p',
    title: 'Ship',
    ...none,
    ...counts,
    ...over,
  };
};
const withBreach = ({ verdict, breaches }: Picture): Partial<Picture> => ({
  verdict: { ...verdict, breached: verdict.breached + 1 },
  breaches: [breach(verdict.breached), ...breaches].slice(0, 4),
});
const withIncident =
  (line: IncidentLine) =>
  ({ verdict, incidents }: Picture): Partial<Picture> => {
    const others = incidents.filter(({ id }) => id !== line.id);
    return { incidents: [...others, line], verdict: { ...verdict, incidents: others.length + 1 } };
  };

describe('a change', () => {
  it('leaves at once after a silence, and whole', () => {
    const { change, frames } = onClock();
    change(withBreach);
    expect(frames).toMatchObject([
      { at: 0, seq: 1, change: { verdict: { breached: 1 }, breaches: { put: [breach(0)] } } },
    ]);
  });

  it('is not sent when nothing that walls show has changed', () => {
    const { broadcast, frames } = onClock();
    broadcast.touch();
    expect(frames).toEqual([]);
  });
});

describe('under a stream', () => {
  /** A breach each 20 ms for two seconds, of one incident that grows. */
  const stream = () => {
    const all = onClock();
    all.change(withIncident(incidentOf(1)));
    all.until(5_000);
    const before = all.frames.length;
    for (let n = 0; n < 100; n++) {
      all.until(5_000 + n * 20);
      all.change((picture) => ({ ...withBreach(picture), incidents: [incidentOf(1, { total: n })] }));
    }
    all.until(7_000);
    const told = (name: 'incidents' | 'breaches' | 'verdict') =>
      all.frames
        .slice(before)
        .filter(({ change }) => change[name] !== undefined)
        .map(({ at }) => at);
    return { ...all, told };
  };

  it('counts are told at their pace, lists each second, and lists that incidents hide each two', () => {
    const { told, frames } = stream();
    const gaps = (times: readonly number[]) => times.slice(1).map((at, n) => at - times[n]!);
    expect(told('verdict').length).toBeGreaterThan(2_000 / (PACE.counts + 20));
    expect(Math.min(...gaps(told('verdict')))).toBeGreaterThanOrEqual(PACE.counts - FRAME_MS);
    expect(Math.max(...gaps(told('verdict')))).toBeLessThanOrEqual(PACE.counts);
    expect(gaps(told('incidents')).every((gap) => gap > PACE.lists - FRAME_MS && gap <= PACE.lists)).toBe(true);
    expect([told('incidents').length, told('breaches').length]).toEqual([3, 2]);
    expect(Math.min(...gaps(frames.map(({ at }) => at)))).toBeGreaterThanOrEqual(FRAME_MS);
  });

  it('what was told is the picture in the end, though parts of it waited', () => {
    const { broadcast, frames, until, current } = stream();
    until(10_000);
    let picture = empty;
    for (const { change } of frames) picture = applyChange(picture, change);
    expect(picture).toEqual(current());
    expect(broadcast.asTold().picture).toEqual(current());
  });

  it('a new incident does not wait for the next list, nor does who took it on, nor the clocks that it is made of', () => {
    const { change, frames, until } = stream();
    until(7_300);
    change(withBreach);
    until(7_360);
    const before = frames.length;
    change(withIncident(incidentOf(2)));
    until(7_410);
    const { at } = frames[before]!;
    expect(frames[before]!.change.incidents?.put).toMatchObject([{ id: 'inc_2' }]);
    expect(frames[before]!.change.breaches).toBeDefined();
    change(withIncident(incidentOf(2, { acknowledged: { who: 'Lena', at: 1, until: 2 } })));
    until(at + PACE.news);
    expect(frames.at(-1)).toMatchObject({
      at: at + PACE.news,
      change: { incidents: { patch: [[1, { acknowledged: { who: 'Lena' } }]] } },
    });
  });

  it('breaches that no incident hides are news', () => {
    const { change, frames, until } = onClock();
    for (let n = 0; n < 50; n++) {
      until(n * 20);
      change(withBreach);
    }
    const listed = frames.filter(({ change }) => change.breaches !== undefined).map(({ at }) => at);
    expect(listed.length).toBe(4);
    expect(frames.length).toBeLessThanOrEqual(1 + 1_000 / (PACE.counts - 20));
  });
});

describe('a snapshot', () => {
  it('and a frame never lie on different sides of a gap', () => {
    const { change, broadcast, frames, until } = onClock();
    change(withBreach);
    const early = broadcast.snapshot();
    until(10);
    change(withBreach);
    const late = broadcast.snapshot();
    expect([early.seq, late.seq, late.picture.verdict.breached]).toEqual([1, 2, 2]);
    expect(applyChange(early.picture, frames.at(-1)!.change)).toEqual(late.picture);
  });

  it('for a wall that joins is what the others have, and costs them no frame', () => {
    const { change, broadcast, frames, until } = onClock();
    change(withBreach);
    until(10);
    change(withBreach);
    const { seq, picture } = broadcast.asTold();
    expect([frames.length, seq, picture.verdict.breached]).toEqual([1, 1, 1]);
    until(200);
    expect([frames[1]!.seq, applyChange(picture, frames[1]!.change).verdict.breached]).toEqual([2, 2]);
  });
});
