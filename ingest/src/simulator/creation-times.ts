import { HOUR } from './marketplace.ts';

/** How busy each hour of the day is, UTC; Riyadh and Prague lie one to three hours east of it. */
const BUSY = [2, 1, 1, 1, 2, 3, 5, 7, 8, 9, 9, 9, 8, 8, 9, 10, 11, 12, 12, 11, 9, 7, 5, 3];
const BUSY_DAY = BUSY.reduce((sum, one) => sum + one, 0);

/**
 * When the n-th thing of a kind begins, ms UTC: `perDay` a day from `from` on, more in the evening than at night,
 * evenly spread within the hour. Ascending in n, for ever.
 */
export function creationTime(n: number, from: number, perDay: number): number {
  // Counted in units of the busy table: how much busy time has passed when the n-th begins.
  const phase = Math.floor(from / HOUR) % 24;
  const share = ((n + 0.5) / perDay) * BUSY_DAY;
  let hours = Math.floor(share / BUSY_DAY) * 24;
  let rest = share % BUSY_DAY;
  for (let hour = 0; hour < 24; hour++) {
    const busy = BUSY[(phase + hour) % 24]!;
    if (rest < busy) return Math.round(from + (hours + rest / busy) * HOUR);
    rest -= busy;
    hours++;
  }
  return Math.round(from + hours * HOUR);
}
