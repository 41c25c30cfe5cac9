import type { KpiVerdict, ProjectionAnswer, Standing } from '../../src/contract/kpi-api.ts';
import { DAY_MS, dayAt, ORDERS, PARTNERS, type StoryOrder, TODAY } from './orders.ts';

export interface StoryKpi {
  readonly kpi: string;
  readonly title: string;
  readonly good: 'high' | 'low';
  readonly block: number;
  readonly warn: number;
}
const kpi = (id: string, title: string, good: 'high' | 'low', block: number, warn: number): StoryKpi => ({
  kpi: `mall/${id}`,
  title,
  good,
  block,
  warn,
});
export const KPIS: readonly StoryKpi[] = [
  kpi('on-time', 'On-time delivery', 'high', 0.9, 0.92),
  kpi('tracking-rate', 'Tracking rate', 'high', 0.9, 0.95),
  kpi('cancellation-rate', 'Cancellation rate', 'low', 0.015, 0.012),
  kpi('status-error', 'Status error', 'low', 0.005, 0.004),
];

/** A window as the stories know it. */
export interface Span {
  readonly name: string;
  readonly words: string;
  readonly from: string;
  readonly to: string;
}
export const WINDOWS: readonly Span[] = [
  { name: '7d', words: 'last 7 days', from: dayAt(6), to: TODAY },
  { name: '14d-7', words: '14 days ending 7 days ago', from: dayAt(20), to: dayAt(7) },
  { name: 'month', words: 'this month', from: '2026-11-01', to: TODAY },
  { name: 'previous-month', words: 'previous month', from: '2026-10-01', to: '2026-10-31' },
];
export const JUDGED = 'month';

export type Cut = Partial<Record<'market' | 'carrier' | 'channel', string>>;
const MINIMUM = 20;

/** The orders behind a number, oldest first. */
export function ordersIn(partner: string | null, cut: Cut, { from, to }: Pick<Span, 'from' | 'to'>): StoryOrder[] {
  return ORDERS.filter(
    (order) =>
      (partner === null || order.partner === partner) &&
      order.day >= from &&
      order.day <= to &&
      Object.entries(cut).every(([name, value]) => order[name as keyof Cut] === value),
  );
}

export function counts(of: readonly StoryOrder[], { good }: StoryKpi, nth: number) {
  const failing = of.filter(({ fails }) => fails[nth]).length;
  const den = of.length;
  return { num: good === 'high' ? den - failing : failing, den, failing, rate: rateOf(den, good, failing) };
}
const rateOf = (den: number, good: string, failing: number): number | null =>
  den < MINIMUM ? null : (good === 'high' ? den - failing : failing) / den;

const mayFail = (den: number, { good }: StoryKpi, rate: number): number =>
  Math.floor(den * (good === 'high' ? 1 - rate : rate) + 1e-9);

function judge(den: number, failing: number, of: StoryKpi): { verdict: KpiVerdict; headroom: number | null } {
  if (den < MINIMUM) return { verdict: 'n/a', headroom: null };
  const headroom = mayFail(den, of, of.block) - failing;
  return { verdict: headroom < 0 ? 'block' : failing > mayFail(den, of, of.warn) ? 'warn' : 'ok', headroom };
}

const limit = (of: StoryKpi, rate: number) => ({
  words: `${of.good === 'high' ? 'at least' : 'at most'} ${Number((rate * 100).toFixed(4))} %`,
  rate,
});

export function standing(id: string, nth: number, span: Span, cut: Cut): Standing {
  const of = KPIS[nth]!;
  const partner = PARTNERS.find((one) => one.id === id)!;
  const { num, den, failing, rate } = counts(ordersIn(id, cut, span), of, nth);
  const earlier = before(span);
  const then = counts(ordersIn(id, cut, earlier), of, nth);
  const final = span.to < dayAt(2);
  const revised = final && id === 'noor' && nth === 0 && span.name === 'previous-month';
  return {
    kpi: of.kpi,
    title: of.title,
    good: of.good,
    partner: id,
    partnerName: partner.name,
    group: null,
    window: span.name,
    windowWords: span.words,
    from: span.from,
    to: span.to,
    zone: partner.market === 'SA' ? 'Asia/Riyadh' : 'Europe/Prague',
    num,
    den,
    rate,
    ...judge(den, failing, of),
    minimumVolume: MINIMUM,
    warn: limit(of, of.warn),
    block: limit(of, of.block),
    budget: den < MINIMUM ? null : mayFail(den, of, of.block),
    tier: null,
    settled: final ? 'final' : 'provisional',
    revised: revised
      ? { num: num - 3, den: den - 5, rate: (num - 3) / (den - 5), at: Date.UTC(2026, 10, 4, 21) }
      : null,
    before: { ...earlier, num: then.num, den: then.den, rate: then.rate },
    asOf: TODAY,
    positions: { 0: 812 },
  };
}

const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function before({ from, to }: Span): { from: string; to: string } {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  return { from: iso(2 * first - last - DAY_MS), to: iso(first - DAY_MS) };
}

/** The month as it would end if it went on as the last seven days did. */
export function projection(id: string, nth: number, cut: Cut): ProjectionAnswer {
  const of = KPIS[nth]!;
  const soFar = counts(ordersIn(id, cut, { from: '2026-11-01', to: dayAt(1) }), of, nth);
  const week = counts(ordersIn(id, cut, { from: dayAt(7), to: dayAt(1) }), of, nth);
  const ahead = 8 / 7;
  const num = Math.round(soFar.num + week.num * ahead);
  const den = Math.round(soFar.den + week.den * ahead);
  const failing = of.good === 'high' ? den - num : num;
  const rate = rateOf(den, of.good, failing);
  return { from: '2026-11-01', to: '2026-11-30', num, den, rate, ...judge(den, failing, of) };
}
