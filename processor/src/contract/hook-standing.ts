import type { Delivery } from './delivery.ts';

/** How a hook stands, from what became of its posts: a fold over its `delivery` records, the same for whoever asks. */
export interface HookStanding {
  /** Attempts that failed since one last worked. */
  readonly failuresInARow: number;
  /** ms UTC. */
  readonly lastDelivered: number | null;
  /** Why the last attempt did not work; empty when it did. Without any secret, as in `Delivery.error`. */
  readonly lastError: string;
  /** The hash of the url that answered 410, if that was the last word. */
  readonly disabledUrl: string | null;
}

/** `idle`: nothing was ever posted to it. `failing`: its last attempt did not work. `disabled`: it answered 410 Gone. */
export type HookCondition = 'ok' | 'failing' | 'disabled' | 'idle';

export const UNTRIED: HookStanding = { failuresInARow: 0, lastDelivered: null, lastError: '', disabledUrl: null };

export function standingAfter(standing: HookStanding, delivery: Delivery): HookStanding {
  const { outcome, error, at, urlHash } = delivery;
  switch (outcome) {
    case 'delivered':
      return { failuresInARow: 0, lastDelivered: at, lastError: '', disabledUrl: null };
    case 'needless':
    case 'fell-back':
      // Decided without an attempt, so it says nothing about the receiver.
      return standing;
    case 'retrying':
    case 'gave-up':
    case 'disabled':
      return {
        failuresInARow: standing.failuresInARow + 1,
        lastDelivered: standing.lastDelivered,
        lastError: error,
        disabledUrl: outcome === 'disabled' ? (urlHash ?? '') : null,
      };
  }
}

export function conditionOf({ failuresInARow, lastDelivered, disabledUrl }: HookStanding): HookCondition {
  if (disabledUrl !== null) return 'disabled';
  if (failuresInARow > 0) return 'failing';
  return lastDelivered === null ? 'idle' : 'ok';
}
