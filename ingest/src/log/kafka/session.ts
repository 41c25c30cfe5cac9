/** A session that has been silent for so long makes us ask whether the broker is there, ms. */
export const ASK_AFTER_MS = 10_000;
/** Without a sign for so long, while the broker answers, it will not come back by itself, ms. */
const LOST_AFTER_MS = 60_000;
/** An answer that took longer may have waited until the broker was back, ms. */
const PROMPT_MS = 5_000;

export interface Silence {
  /** When the session last gave a sign of itself, or the broker was last known to be away. ms UTC, as the others are. */
  readonly lastSign: number;
  /** When the broker was asked something else. */
  readonly asked: number;
  /** When it answered; undefined if it did not. */
  readonly answered: number | undefined;
}

/**
 * What the silence of a session means. As long as the broker is away nothing is lost but the broker, however long that takes,
 * and once it is back the session has its time to come back too.
 */
export function meaningOf({ lastSign, asked, answered }: Silence): 'broker-away' | 'session-lost' | 'may-come-back' {
  if (answered === undefined || answered - asked > PROMPT_MS) return 'broker-away';
  return answered - lastSign > LOST_AFTER_MS ? 'session-lost' : 'may-come-back';
}
