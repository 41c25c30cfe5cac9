/** How bad a count is against the limits of a KPI, tried out order by order; from the chapter "Limits" of docs/kpis.md. */

export interface PlainLimit {
  /** From 0 to 1. */
  readonly rate: number;
  readonly failures?: { readonly most: number; readonly join: 'or' | 'and' };
}

export interface PlainLimits {
  readonly market?: string;
  /** The first local day that a window may end with. */
  readonly from?: number;
  readonly warn: PlainLimit;
  readonly block: PlainLimit;
  readonly recover: PlainLimit;
}

export interface Judged {
  readonly good: 'high' | 'low';
  readonly minimumVolume: number;
  readonly limits: readonly PlainLimits[];
}

export type PlainLevel = 'ok' | 'warn' | 'block' | 'n/a';

/** @param day the last of the window. */
export function levelOf(
  kpi: Judged,
  { num, den }: { num: number; den: number },
  market: string,
  day: number,
): PlainLevel {
  const row = rowFor(kpi.limits, market, day);
  if (row === undefined || den === 0 || den < kpi.minimumVolume) return 'n/a';
  const fails = kpi.good === 'high' ? den - num : num;
  if (!bears(kpi.good, row.block, den, fails)) return 'block';
  return bears(kpi.good, row.warn, den, fails) ? 'ok' : 'warn';
}

export function rowFor(limits: readonly PlainLimits[], market: string, day: number): PlainLimits | undefined {
  const latest = (rows: readonly PlainLimits[]): PlainLimits | undefined =>
    rows
      .filter(({ from = -Infinity }) => from <= day)
      .sort((a, b) => (b.from ?? -Infinity) - (a.from ?? -Infinity) || 0)[0];
  return (
    latest(limits.filter((row) => row.market === market)) ?? latest(limits.filter((row) => row.market === undefined))
  );
}

/** In millionths, so that no verdict hangs on a quotient. */
export function bears(good: 'high' | 'low', { rate, failures }: PlainLimit, den: number, fails: number): boolean {
  const millionths = Math.round(rate * 1_000_000);
  const kept = good === 'high' ? (den - fails) * 1_000_000 >= millionths * den : fails * 1_000_000 <= millionths * den;
  if (failures?.join === 'or') return kept || fails <= failures.most;
  return failures?.join === 'and' ? kept && fails <= failures.most : kept;
}
