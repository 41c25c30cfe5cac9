import type { RawClock, RawDelta } from '../drilldown-rows.ts';

/** Slow and plain: what docs/kpis.md says, read off the raw deltas one by one. Shares no code with what it checks. */

export interface Asked {
  readonly kpi: string;
  readonly partner?: string;
  readonly market?: string;
  readonly carrier?: string;
  readonly channel?: string;
}

export const fits = (delta: RawDelta, asked: Asked): boolean =>
  delta.kpi === asked.kpi &&
  (asked.partner === undefined || delta.partner === asked.partner) &&
  (asked.market === undefined || delta.market === asked.market) &&
  (asked.carrier === undefined || delta.carrier === asked.carrier) &&
  (asked.channel === undefined || delta.channel === asked.channel);

const OFFSET_MINUTES: Readonly<Record<string, number>> = { noor: 180, beta: 60, ghost: 0 };

export const localDay = (partner: string, instant: number): number =>
  Math.floor((instant + (OFFSET_MINUTES[partner] ?? 0) * 60_000) / 86_400_000);
export const dayBegins = (partner: string, day: number): number =>
  day * 86_400_000 - (OFFSET_MINUTES[partner] ?? 0) * 60_000;

export const iso = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** The days of the windows of the test's KPIs. */
export function daysOf(window: string, asOf: number): [from: number, to: number] {
  const date = new Date(asOf * 86_400_000);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 86_400_000;
  if (window === 'month') return [first, asOf];
  if (window === 'previous-month') {
    return [Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1) / 86_400_000, first - 1];
  }
  if (window === '10d-1') return [asOf - 10, asOf - 1];
  return [asOf - Number.parseInt(window, 10) + 1, asOf];
}

export type Which = (delta: RawDelta) => boolean;

export function sum(deltas: readonly RawDelta[], which: Which): { num: number; den: number } {
  let num = 0;
  let den = 0;
  for (const delta of deltas) {
    if (!which(delta)) continue;
    num += delta.num;
    den += delta.den;
  }
  return { num, den };
}

export interface Counted {
  readonly subject: string;
  readonly bucket: number;
  readonly num: number;
  readonly carrier: string;
}

/** Who counts in these cells, newest day first, then by the bytes of the name. */
export function counted(deltas: readonly RawDelta[], which: Which): Counted[] {
  const cells = new Map<string, { first: RawDelta; num: number; den: number }>();
  for (const delta of deltas.filter(which)) {
    const { kpi, partner, market, carrier, channel, bucket, subject } = delta;
    const key = JSON.stringify([kpi, partner, market, carrier, channel, bucket, subject]);
    const cell = cells.get(key) ?? { first: delta, num: 0, den: 0 };
    cells.set(key, cell);
    cell.num += delta.num;
    cell.den += delta.den;
  }
  return [...cells.values()]
    .filter(({ den }) => den === 1)
    .map(({ first, num }) => ({ subject: first.subject, bucket: first.bucket, carrier: first.carrier, num }))
    .sort((a, b) => b.bucket - a.bucket || Buffer.compare(Buffer.from(a.subject), Buffer.from(b.subject)));
}

export function firstBroken(clocks: readonly RawClock[], subject: string): RawClock | undefined {
  return clocks
    .filter((clock) => clock.subject === subject && clock.state === 'breached')
    .sort((a, b) => a.due - b.due || (a.promise < b.promise ? -1 : 1) || a.cycle - b.cycle)[0];
}

export function longestStage(clock: RawClock | undefined): string {
  const times = new Map<string, number>();
  for (const { ms, counted, stage } of clock?.ledger ?? []) {
    if (counted && stage !== '') times.set(stage, (times.get(stage) ?? 0) + ms);
  }
  return [...times].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? '';
}

export function tally(values: readonly string[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
