import type { ClockVerdict } from '../../contract/subject-api.ts';
import { span, timeLeft } from '../wording/duration.ts';

/**
 * The figure of a verdict at an instant: what runs is counted on, what has ended stays. A clock that was due and is not
 * judged broken yet has 0:00 left, since it is the processor that says so. Empty where there is nothing to say.
 *
 * @param now ms UTC, by the server's clock.
 */
export function verdictTime({ is, ms, at }: ClockVerdict, now: number): string {
  if (is === 'due-in' && at !== null) return timeLeft(at, now);
  if (is === 'breached-ago' && at !== null) return span(Math.max(0, now - at));
  return ms === null ? '' : span(ms);
}
