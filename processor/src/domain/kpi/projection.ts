import { dateOfDay, firstOfMonth } from './calendar-day.ts';
import { type Counts, type DayCount, type DayRange, sumDays } from './window.ts';

/** How many days the rest of a month is expected to be like. */
const LIKE_DAYS = 7;

export interface Projection extends DayRange, Counts {}

/**
 * The running month to its end, if it goes on as it went (docs/kpis.md, Budget, burn, projection): what it holds up to
 * yesterday, and each day from today on like the mean of the seven days up to yesterday.
 * @param asOf today, a local day.
 */
export function projectMonth(counts: readonly DayCount[], asOf: number): Projection {
  const { year, month } = dateOfDay(asOf);
  const from = firstOfMonth(year, month);
  const to = firstOfMonth(year, month + 1) - 1;
  const so = sumDays(counts, { from, to: asOf - 1 });
  const week = sumDays(counts, { from: asOf - LIKE_DAYS, to: asOf - 1 });
  const rest = to - asOf + 1;
  const like = (sum: number): number => Math.round((sum * rest) / LIKE_DAYS);
  const den = so.den + like(week.den);
  // Each is rounded for itself; together they must not say that more went well than there are.
  return { from, to, num: Math.min(so.num + like(week.num), den), den };
}
