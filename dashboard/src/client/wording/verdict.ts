import type { CatchingUp, Picture } from '../../contract/index.ts';
import type { Freshness } from '../state/freshness.ts';

/** What the wall says first, by falling weight: an old picture is no verdict, neither is an unread log, and
 * a wall that was signed out will not get a newer one. */
export type Verdict =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'old'; readonly freshness: Freshness; readonly breached: number; readonly due: number }
  | { readonly kind: 'starting' }
  | { readonly kind: 'reading'; readonly progress: CatchingUp; readonly breached: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'held'; readonly taken: number }
  | {
      readonly kind: 'counts';
      readonly breached: number;
      readonly due: number;
      /** Those that are not resolved, of broken promises or not, and of them those that nobody has taken on. */
      readonly incidents: number;
      readonly unacknowledged: number;
    }
  | {
      readonly kind: 'kept';
      readonly nextDue: number | null;
      readonly lastBreach: number | null;
      /** Open breaches of released history: none of them rang, and yet not all promises are kept. */
      readonly quiet: number;
    };

export function verdictOf(
  picture: Picture | null,
  freshness: Freshness | null,
  linked: boolean,
  signedOut = false,
): Verdict {
  if (signedOut) return { kind: 'signed-out' };
  if (!picture) return { kind: linked ? 'starting' : 'connecting' };
  const { breached, quiet, due15: due, nextDue, lastBreach, incidents, unacknowledged } = picture.verdict;
  if (freshness?.level === 'old') return { kind: 'old', freshness, breached, due };
  if (picture.catchingUp) return { kind: 'reading', progress: picture.catchingUp, breached };
  if (picture.stage === 'empty') return { kind: 'empty' };
  if (picture.stage === 'held') return { kind: 'held', taken: picture.taken };
  if (breached > 0 || due > 0 || incidents > 0) return { kind: 'counts', breached, due, incidents, unacknowledged };
  return { kind: 'kept', nextDue, lastBreach, quiet };
}
