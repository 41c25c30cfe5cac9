/** The machine's time as `main.ts` hands it out; the same shape as ingest's, which this room does not know. */
export interface WallClock {
  /** ms UTC. */
  now(): number;
  /** Calls back once, `delayMs` from now or later; the answer cancels it. */
  after(delayMs: number, call: () => void): () => void;
}
