import type {
  CallAnswer,
  CausesAnswer,
  ChangesAnswer,
  DayAnswer,
  KpiCard,
  OrdersAnswer,
  PartnerAnswer,
} from '../../src/contract/kpi-api.ts';
import { DAY_MS, dayAt, PARTNERS, type StoryOrder, type StoryPartner } from './orders.ts';
import { type Cut, counts, JUDGED, KPIS, ordersIn, projection, type Span, standing, WINDOWS } from './standings.ts';

/** What was asked, read from a query. */
interface Asked {
  readonly id: string;
  readonly nth: number;
  readonly cut: Cut;
  readonly span: Span;
  readonly query: URLSearchParams;
}

export function askedOf(query: URLSearchParams, id = query.get('partner') ?? ''): Asked {
  const cut: Record<string, string> = {};
  for (const name of ['market', 'carrier', 'channel']) if (query.has(name)) cut[name] = query.get(name)!;
  const nth = Math.max(
    0,
    KPIS.findIndex(({ kpi }) => kpi === query.get('kpi')),
  );
  return { id, nth, cut, span: customSpan(query) ?? windowSpan(query.get('window')), query };
}

function customSpan(query: URLSearchParams): Span | null {
  const [from, to] = [query.get('from'), query.get('to')];
  return from && to ? { name: 'custom', words: `${from} to ${to}`, from, to } : null;
}
const windowSpan = (name: string | null): Span => WINDOWS.find((one) => one.name === name) ?? WINDOWS[0]!;

export function partnerAnswer({ id, cut, query }: Asked): PartnerAnswer {
  const { name, market, tier, review } = PARTNERS.find((one) => one.id === id)!;
  const custom = customSpan(query);
  const zone = market === 'SA' ? 'Asia/Riyadh' : 'Europe/Prague';
  const kpis = KPIS.map(({ kpi, title, good }, nth): KpiCard => {
    const trend = Array.from({ length: 30 }, (_, day) => {
      const [from, to] = [dayAt(35 - day), dayAt(29 - day)];
      return counts(ordersIn(id, cut, { from, to }), KPIS[nth]!, nth).rate;
    });
    const burning = id === 'noor' && nth === 0;
    return {
      kpi,
      title,
      windows: (custom ? [custom] : WINDOWS).map((span) => standing(id, nth, span, cut)),
      judged: JUDGED,
      trend,
      burn: burning
        ? { '1h': 3.1, '6h': 2.4, '1d': 1.6, '3d': 1.2, over: ['fast'] }
        : { '1h': null, '6h': good === 'high' ? 0.4 : 0, '1d': 0.7, '3d': 0.6, over: [] },
      projection: projection(id, nth, cut),
      consequence:
        nth === 0 ? 'Below the limit at the end of the month the partner is blocked for new listings.' : null,
      provenance: 'the marketplace’s published rules, 2026-01',
    };
  });
  return { partner: id, name, market, zone, tier, review, asOf: dayAt(0), kpis };
}

export function callAnswers(cut: Cut): CallAnswer[] {
  const room = ({ worst }: CallAnswer): number =>
    worst === null ? Infinity : worst.projection.headroom! / worst.projection.den;
  return PARTNERS.map((partner) => callOf(partner, cut))
    .filter(({ market }) => cut.market === undefined || market === cut.market)
    .sort((a, b) => (room(a) === room(b) ? 0 : room(a) - room(b)));
}

function callOf({ id, name, market, tier, review }: StoryPartner, cut: Cut): CallAnswer {
  const month = windowSpan(JUDGED);
  const kpis = KPIS.map(({ kpi, title }, nth) => ({
    kpi,
    title,
    shown: standing(id, nth, windowSpan(null), cut),
    month: standing(id, nth, month, cut),
    projection: projection(id, nth, cut),
  })).filter(({ projection: { den } }) => den > 0);
  const judged = kpis.filter(({ projection: { headroom } }) => headroom !== null);
  const ranked = judged.sort(
    (a, b) => a.projection.headroom! / a.projection.den - b.projection.headroom! / b.projection.den,
  );
  return { partner: id, name, market, tier, review, worst: ranked[0] ?? null, kpis };
}

export function historyAnswer({ id, nth, cut, span }: Asked): DayAnswer[] {
  const days: DayAnswer[] = [];
  for (let day = Date.parse(span.from); day <= Date.parse(span.to); day += DAY_MS) {
    const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
    const { num, den } = counts(ordersIn(id, cut, { from: iso(day), to: iso(day) }), KPIS[nth]!, nth);
    const week = ordersIn(id, cut, { from: iso(day - 6 * DAY_MS), to: iso(day) });
    days.push({ day: iso(day), num, den, rate: counts(week, KPIS[nth]!, nth).rate });
  }
  return days;
}

export function causesAnswer({ id, nth, cut, span }: Asked): CausesAnswer {
  const failing = ordersIn(id, cut, span).filter(({ fails }) => fails[nth]);
  const shares = (of: (order: StoryOrder) => string) => {
    const found = new Map<string, number>();
    for (const order of failing) found.set(of(order), (found.get(of(order)) ?? 0) + 1);
    return [...found].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
  };
  return {
    failing: failing.length,
    promises: shares(({ promise }) => promise),
    stages: shares(({ stage }) => stage),
    carriers: shares(({ carrier }) => carrier),
  };
}

export function changesAnswer({ id, nth, cut, span, query }: Asked): ChangesAnswer {
  const since = Date.parse(query.get('since') ?? '');
  const after = counts(ordersIn(id, cut, span), KPIS[nth]!, nth);
  const parts =
    after.den === 0
      ? []
      : [
          { cause: 'counted', num: Math.round(after.num / 7), den: Math.round(after.den / 7) },
          { cause: 'revised', num: KPIS[nth]!.good === 'high' ? 3 : -1, den: 0 },
          { cause: 'excluded/force-majeure', num: 0, den: -2 },
          { cause: 'left', num: -Math.round(after.num / 8), den: -Math.round(after.den / 8) },
        ];
  const sum = (of: 'num' | 'den'): number => parts.reduce((all, part) => all + part[of], 0);
  const { from, to } = span;
  return {
    since,
    before: { from, to, num: after.num - sum('num'), den: after.den - sum('den') },
    after: { from, to, num: after.num, den: after.den },
    parts,
  };
}

/** Newest first; `after` is how many have been told. */
export function ordersAnswer({ id, nth, cut, span, query }: Asked): OrdersAnswer {
  const set = query.get('set') ?? 'all';
  const low = KPIS[nth]!.good === 'low';
  const whole = ordersIn(id, cut, span).filter(({ fails }) => set === 'all' || fails[nth] === (set === 'failing'));
  const begin = Number(query.get('after') ?? 0);
  const end = begin + Number(query.get('limit') ?? 50);
  const rows = whole.slice(begin, end).map((order) => {
    const failing = order.fails[nth]!;
    const due = nth === 0 ? Date.parse(order.day) + 15 * 3_600_000 : null;
    return {
      subject: order.subject,
      partner: id,
      day: order.day,
      num: (failing === low ? 1 : 0) as 0 | 1,
      market: order.market,
      carrier: order.carrier,
      channel: order.channel,
      due,
      stop: due === null ? null : due + (failing ? 5.2 : -7.4) * 3_600_000,
      broken: failing && order.promise !== '' ? [order.promise] : [],
      at: Date.parse(order.day) + 20 * 3_600_000,
      cause: failing ? 'counted' : 'revised',
    };
  });
  return { rows, next: end < whole.length ? String(end) : null, total: whole.length };
}
