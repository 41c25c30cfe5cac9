import { startOfDay, zoneDay } from '../calendar/zone.ts';
import type { CompiledZone } from '../policy/compiled.ts';

/**
 * Windows over day buckets. The fold that signals limits and the readers that draw tiles call the same functions, so a
 * wall can never show another verdict than the one that rang (law 5). Counts and days are integers; a limit, which packs
 * write as a rate, is compared in millionths, so no verdict hangs on a rounded quotient.
 */

/** Which local days are looked at. */
export interface WindowSpan {
  readonly days: number;
  /** How many days before the as-of day the window ends. Default 0: it ends with the as-of day itself. */
  readonly lag?: number;
}

/** Local days, both included. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** The sum of one cohort day. Several with the same bucket (carriers, channels) add up. */
export interface DayCount {
  readonly bucket: number;
  readonly num: number;
  readonly den: number;
}

export interface Limits {
  /** Below it the KPI warns; a rate from 0 to 1, exact to the millionth. */
  readonly warn: number;
  /** Below it the KPI blocks. */
  readonly block: number;
  /** Fewer than these in the window: n/a. */
  readonly minimumVolume: number;
}

/** `n/a`: too few to judge, which is neither 0 % nor 100 %. */
export type Level = 'ok' | 'warn' | 'block' | 'n/a';

export interface Evaluation extends DayRange {
  readonly num: number;
  readonly den: number;
  /** For display only. null below the minimum volume, and where nothing fell due. */
  readonly rate: number | null;
  readonly level: Level;
  /** In orders, against the block limit: see `headroom`. */
  readonly headroom: number;
}

const MILLION = 1_000_000;

/** A rate from 0 to 1 in millionths. */
const millionths = (limit: number): number => Math.round(limit * MILLION);

/**
 * The as-of day of an instant (ms UTC): the latest local day that has begun. Where a clock is set back over midnight the
 * new day does not end again, so as-of days never step back.
 */
export function asOfDay(zone: CompiledZone, instant: number): number {
  const shown = zoneDay(zone, instant);
  return startOfDay(zone, shown + 1) <= instant ? shown + 1 : shown;
}

/** The days of a window as of a day: 7 days without lag are the day itself and the six before it. */
export function windowRange(span: WindowSpan, asOf: number): DayRange {
  const to = asOf - (span.lag ?? 0);
  return { from: to - span.days + 1, to };
}

/** Sums the days that lie in the range; buckets that are still to come (kept before they fell due) wait for their day. */
export function sumDays(counts: Iterable<DayCount>, range: DayRange): { num: number; den: number } {
  let num = 0;
  let den = 0;
  for (const count of counts) {
    if (count.bucket < range.from || count.bucket > range.to) continue;
    num += count.num;
    den += count.den;
  }
  return { num, den };
}

/** How many of `den` must succeed to stand at or above the limit. 48 of 50 for 95 %. */
export function needed(den: number, limit: number): number {
  const exact = den * millionths(limit);
  const rest = exact % MILLION;
  return (exact - rest) / MILLION + (rest > 0 ? 1 : 0);
}

/**
 * Room against a limit, in orders of the same population. Positive or 0: how many more of those that succeeded could
 * have failed without going below the limit. Negative: "short by", how many of those that failed would have had to
 * succeed. 47 of 50 at 95 % is -1.
 */
export const headroom = (num: number, den: number, limit: number): number => num - needed(den, limit);

/** The level of a rate by itself, whatever was told before: what tiles show. */
export function levelOf(num: number, den: number, limits: Limits): Level {
  if (den === 0 || den < limits.minimumVolume) return 'n/a';
  if (num < needed(den, limits.block)) return 'block';
  if (num < needed(den, limits.warn)) return 'warn';
  return 'ok';
}

/** Evaluates one KPI of one partner: its cohort days, its window, its limits, as of a local day. */
export function evaluateWindow(
  counts: Iterable<DayCount>,
  kpi: Limits & { readonly window: WindowSpan },
  asOf: number,
): Evaluation {
  const range = windowRange(kpi.window, asOf);
  const { num, den } = sumDays(counts, range);
  const level = levelOf(num, den, kpi);
  return {
    ...range,
    num,
    den,
    rate: level === 'n/a' ? null : num / den,
    level,
    headroom: headroom(num, den, kpi.block),
  };
}
