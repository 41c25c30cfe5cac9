/**
 * The time of the machine. Only `main.ts` owns a real one; everything else is handed one, so that tests can be told as
 * timelines. Nothing in a `domain/` folder sees it.
 */
export interface WallClock {
  /** ms UTC. */
  now(): number;
  /** Calls back once, `delayMs` from now or later; the answer cancels it. */
  after(delayMs: number, call: () => void): () => void;
}

export const machineClock: WallClock = {
  now: () => Date.now(),
  after(delayMs, call) {
    const timer = setTimeout(call, Math.max(0, Math.min(delayMs, 2_147_483_647)));
    return () => clearTimeout(timer);
  },
};
