import type { WallClock } from '@belfry/ingest/contract';

/** A clock that stands still until the test moves it, so that a timeline of a day takes a millisecond. */
export interface FakeWallClock extends WallClock {
  /** Moves on by `ms`; what falls due on the way is called at its own instant, in order. */
  advance(ms: number): void;
  /** Is set to another time, as by an operator: what is planned still waits as long as it was to wait. */
  set(now: number): void;
  /** How many calls are planned. */
  planned(): number;
}

/** @param start ms UTC. */
export function createFakeWallClock(start: number): FakeWallClock {
  let now = start;
  let count = 0;
  const calls = new Map<number, { readonly at: number; readonly call: () => void }>();
  return {
    now: () => now,
    after(delayMs, call) {
      const id = count++;
      calls.set(id, { at: now + Math.max(0, delayMs), call });
      return () => void calls.delete(id);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        let due: number | undefined;
        for (const [id, { at }] of calls) if (at <= end && (due === undefined || at < calls.get(due)!.at)) due = id;
        if (due === undefined) break;
        const { at, call } = calls.get(due)!;
        calls.delete(due);
        now = Math.max(now, at);
        call();
      }
      now = end;
    },
    set(to) {
      for (const [id, { at, call }] of calls) calls.set(id, { at: at + to - now, call });
      now = to;
    },
    planned: () => calls.size,
  };
}
