import { type CompiledKpi, type Counts, judgeCounts, type Level, windowRange } from '@belfry/processor/contract';
import type { KpiState, Tile } from '../contract/index.ts';
import type { Days, KpiBook } from './kpi-book.ts';

/** How many days the trend of a tile goes back. */
export const TREND_DAYS = 30;

/** The local day of a KPI for a partner. */
export type DayOf = (kpi: CompiledKpi, partner: string) => number;

/** What is known of partners beside their counts. */
export interface Places {
  readonly dayOf: DayOf;
  readonly marketOf: (partner: string) => string;
}

export const STATE: Readonly<Record<Level, KpiState>> = { ok: 'ok', warn: 'warn', block: 'breach', 'n/a': 'none' };

/** How many days before today the oldest day lies that a tile of this KPI adds up. */
export const daysBack = ({ windows }: CompiledKpi, today: number): number =>
  today - windowRange(windows[0]!.span, today - TREND_DAYS + 1).from;

/** Partners of several markets are held together against the limits that no market has for itself. */
export const commonMarket = (markets: readonly string[]): string =>
  new Set(markets).size === 1 ? markets[0]! : NO_MARKET;

const NO_MARKET = '';

/**
 * One KPI over all partners, in the first of its windows. Each partner's days are its own, so that the window is drawn for
 * each and then added up. It is held against the limits of the market that those who are counted today have in common.
 */
export function tileOf(
  kpi: CompiledKpi,
  book: KpiBook,
  { dayOf, marketOf }: Places,
  asOf: number,
  positions: Readonly<Record<string, number>>,
): Tile {
  const { id, title, good, windows } = kpi;
  const window = windows[0]!;
  const sums = Array.from({ length: TREND_DAYS }, () => ({ num: 0, den: 0 }));
  const lastDays: number[] = [];
  const markets: string[] = [];
  for (const partner of book.partners(id)) {
    const today = dayOf(kpi, partner);
    const before = sums.at(-1)!.den;
    addWindows(sums, book.days(id, partner), kpi, today);
    if (sums.at(-1)!.den === before) continue;
    lastDays.push(windowRange(window.span, today).to);
    markets.push(marketOf(partner));
  }
  // Limits that change from a day on change for all together: with the last day that is counted of anybody.
  const to = lastDays.length === 0 ? Math.floor(asOf / DAY_MS) : Math.max(...lastDays);
  const market = commonMarket(markets);
  const rates = sums.map((sum, day) => judgeCounts(sum, { from: to, to: to - (TREND_DAYS - 1 - day) }, kpi, market));
  const now = rates.at(-1)!;
  return {
    kpi: id,
    title,
    good,
    window: window.name,
    state: STATE[now.level],
    value: now.rate,
    num: now.num,
    den: now.den,
    limit: now.limits?.block.rate ?? null,
    headroom: now.headroom,
    // Four digits are finer than the line is drawn, and keep a frame small.
    trend: rates.map(({ rate }) => (rate === null ? null : Math.round(rate * 10_000) / 10_000)),
    asOf,
    positions,
  };
}

const DAY_MS = 86_400_000;

/** Adds a partner's window as of each of the last days, today last. */
function addWindows(sums: { num: number; den: number }[], days: Days, kpi: CompiledKpi, today: number): void {
  const oldest = today - daysBack(kpi, today);
  const upTo = runningSums(days, oldest, today);
  for (const [day, sum] of sums.entries()) {
    const { from, to } = windowRange(kpi.windows[0]!.span, today - (TREND_DAYS - 1 - day));
    const [before, after] = [upTo[from - oldest]!, upTo[to - oldest + 1]!];
    sum.num += after.num - before.num;
    sum.den += after.den - before.den;
  }
}

/** What was counted before each day from `first` to the day after `last`: a window is the difference of two. */
function runningSums(days: Days, first: number, last: number): Counts[] {
  const sums: Counts[] = [{ num: 0, den: 0 }];
  for (let day = first; day <= last; day++) {
    const { num, den } = sums.at(-1)!;
    const count = days.get(day);
    sums.push(count === undefined ? { num, den } : { num: num + count.num, den: den + count.den });
  }
  return sums;
}
