/** When a post is tried again, and when it is over. Pure: the time and the dice are arguments. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Standard Webhooks and the screens both say a day. */
export const RETRY_FOR_MS = 24 * 60 * MINUTE;
const LONGEST_PAUSE_MS = 15 * MINUTE;
/** A receiver may ask for more patience than ours, but not for all of the day: an end that comes tomorrow is no end. */
const LONGEST_ASKED_MS = 60 * MINUTE;

/** What came of one attempt. */
export type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | null }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable'; readonly reason: string };

export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'gave-up' }
  /** @property receiverAsks until when the receiver wants to be left alone altogether, ms UTC; null if it did not say. */
  | { readonly kind: 'retrying'; readonly nextRetry: number; readonly receiverAsks: number | null };

/**
 * Only 2xx is a delivery. A redirect is none: it would send signed words to somebody else. 410 says that nobody is there
 * for good. Everything else may be mended, so it is tried again, also 4xx: receivers are deployed wrongly and repaired.
 * @param attempt how many there have been, this one included.
 * @param first when the first one was, ms UTC.
 * @param random from 0 to 1.
 * @param retryForMs for how long it is tried.
 */
export function verdictOf(
  answer: Answer,
  attempt: number,
  first: number,
  now: number,
  random: number,
  retryForMs = RETRY_FOR_MS,
): Verdict {
  if (answer.kind === 'answered') {
    if (answer.status >= 200 && answer.status < 300) return { kind: 'delivered' };
    if (answer.status === 410) return { kind: 'disabled' };
  }
  const end = first + retryForMs;
  if (now >= end) return { kind: 'gave-up' };
  const asked = answer.kind === 'answered' ? retryAfterMs(answer.retryAfter, now) : null;
  const receiverAsks = asked === null ? null : now + asked;
  const own = Math.min(now + backoff(attempt, random), end);
  return { kind: 'retrying', nextRetry: Math.max(own, receiverAsks ?? 0), receiverAsks };
}

/** Doubles from 1 s to 15 min; the half of it is fixed and the rest is diced, so that many do not come back at once. */
export function backoff(attempt: number, random: number): number {
  const pause = Math.min(SECOND * 2 ** Math.min(attempt - 1, 30), LONGEST_PAUSE_MS);
  return Math.round(pause / 2 + (pause / 2) * random);
}

/** The header Retry-After in ms from now: seconds or an HTTP date. null if it says nothing usable; an hour at most. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const pause = /^\d+$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now;
  if (Number.isNaN(pause)) return null;
  return Math.min(Math.max(pause, 0), LONGEST_ASKED_MS);
}
