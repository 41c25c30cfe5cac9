import type { CompiledKpi, KpiLimit, KpiLimits, KpiTier } from '../policy/compiled.ts';
import type { Counts } from './window.ts';

/**
 * Limits (docs/kpis.md, Limits): what may fail of so many. Counts are integers and a limit, which packs write as a rate, is
 * compared in millionths, so no verdict hangs on a rounded quotient.
 */

/** `n/a`: too few to judge, or no limit, which is neither 0 % nor 100 %. */
export type Level = 'ok' | 'warn' | 'block' | 'n/a';

export type Good = CompiledKpi['good'];

const MILLION = 1_000_000;

/** A rate from 0 to 1 in millionths. */
export const millionths = (rate: number): number => Math.round(rate * MILLION);

/** Those that fail: the numerator counts them, or leaves them out. */
export const failing = ({ num, den }: Counts, good: Good): number => (good === 'high' ? den - num : num);

/** How many of `den` may fail: 2 of 50 at `at least 95 %`, 15 of 1000 at `at most 1.5 %`. */
export function allowance(den: number, { rate, failures }: KpiLimit, good: Good): number {
  const exact = den * (good === 'high' ? MILLION - millionths(rate) : millionths(rate));
  // What was newly counted may be less than nothing, where more was taken back than came.
  const byRate = exact > 0 ? (exact - (exact % MILLION)) / MILLION : 0;
  if (failures === undefined) return byRate;
  return failures.join === 'or' ? Math.max(byRate, failures.most) : Math.min(byRate, failures.most);
}

/**
 * Room against a limit, in orders of the same population. Positive or 0: so many more may fail. Negative: "short by" so
 * many, which would have had to go well. 47 of 50 at 95 % is -1.
 */
export const headroom = (counts: Counts, limit: KpiLimit, good: Good): number =>
  allowance(counts.den, limit, good) - failing(counts, good);

/**
 * How much of the budget is left, as a share of it: 1 while nothing fails, 0 when as many fail as may, below 0 when it is
 * overdrawn. To compare KPIs of unlike limits.
 */
export function shareLeft(counts: Counts, limit: KpiLimit, good: Good): number {
  if (failing(counts, good) <= 0) return 1;
  // Where nothing may fail, each that does is a whole budget too many.
  return headroom(counts, limit, good) / Math.max(1, allowance(counts.den, limit, good));
}

export const isKept = (counts: Counts, limit: KpiLimit, good: Good): boolean => headroom(counts, limit, good) >= 0;

/** What is asked of a partner of that market in a window that ends with that local day; undefined where nothing is. */
export function limitsAt(limits: readonly KpiLimits[], market: string, day: number): KpiLimits | undefined {
  return latest(limits, market, day) ?? latest(limits, undefined, day);
}

function latest(limits: readonly KpiLimits[], market: string | undefined, day: number): KpiLimits | undefined {
  let found: KpiLimits | undefined;
  for (const row of limits) {
    if (row.market !== market || (row.from ?? day) > day) continue;
    if (found === undefined || (row.from ?? BEGINNING) > (found.from ?? BEGINNING)) found = row;
  }
  return found;
}

const BEGINNING = Number.NEGATIVE_INFINITY;

/** The level of a count by itself, whatever was told before: what tiles show. */
export function levelOf(
  counts: Counts,
  { good, minimumVolume }: Pick<CompiledKpi, 'good' | 'minimumVolume'>,
  limits: KpiLimits | undefined,
): Level {
  if (limits === undefined || counts.den <= 0 || counts.den < minimumVolume) return 'n/a';
  if (!isKept(counts, limits.block, good)) return 'block';
  return isKept(counts, limits.warn, good) ? 'ok' : 'warn';
}

/** The best tier whose limit is kept; undefined without tiers, or where there is no verdict. */
export function tierOf(counts: Counts, level: Level, limits: KpiLimits | undefined, good: Good): KpiTier | undefined {
  if (level === 'n/a') return undefined;
  return limits?.tiers?.find(({ limit }) => limit === undefined || isKept(counts, limit, good));
}
