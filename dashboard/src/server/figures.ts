import {
  asOfDay,
  type CompiledKpi,
  evaluateWindow,
  headroom,
  type Level,
  levelOf,
  sumDays,
  windowRange,
} from '@belfry/processor/contract';
import type { KpiState, PartnerLine, Tile } from '../contract/index.ts';
import type { BreachBook } from './breach-book.ts';
import type { Directory } from './directory.ts';
import type { Days, KpiBook } from './kpi-book.ts';

/** How many days the trend of a tile goes back. */
export const TREND_DAYS = 30;
/** Tiles that a wall has room for. */
const TILES = 4;

export interface Figures {
  readonly tiles: readonly Tile[];
  /** Every partner that has figures now, open breaches, or a name in a policy; in no order. */
  readonly partners: readonly PartnerLine[];
}

/** Evaluates every KPI as of an instant (ms UTC), each partner's days in its own zone. Pure. */
export function figuresOf(directory: Directory, kpis: KpiBook, breaches: BreachBook, asOf: number): Figures {
  const dayOf = dayInZone(directory, asOf);
  const positions = Object.fromEntries(kpis.positions);
  const tiles = directory.kpis.slice(0, TILES).map((kpi) => tileOf(kpi, kpis, dayOf, asOf, positions));
  const ids = new Set<string>([...directory.partners.keys(), ...breaches.partners()]);
  for (const { id } of directory.kpis) for (const partner of kpis.partners(id)) ids.add(partner);
  const lines = [...ids].map((id): PartnerLine => {
    const worst = worstOf(directory.kpis, (kpi) => kpis.days(kpi, id), dayOf(id));
    return { id, name: directory.partners.get(id)?.name ?? id, ...worst, open: breaches.openOf(id) };
  });
  // Imported history names thousands who have long been silent; only those whom a policy names are shown without figures.
  const partners = lines.filter(({ id, value, open }) => value !== null || open > 0 || directory.partners.has(id));
  return { tiles, partners };
}

/** The local day of a partner at the instant; zones are few, so each is asked once. */
function dayInZone(directory: Directory, asOf: number): (partner: string) => number {
  const days = new Map<string, number>();
  return (partner) => {
    const zone = directory.zoneOf(partner);
    const day = days.get(zone.name) ?? asOfDay(zone, asOf);
    days.set(zone.name, day);
    return day;
  };
}

function tileOf(
  kpi: CompiledKpi,
  book: KpiBook,
  dayOf: (partner: string) => number,
  asOf: number,
  positions: Readonly<Record<string, number>>,
): Tile {
  const daily = overall(kpi, book, dayOf);
  const { num, den } = sumDays(daily, windowRange(kpi.window, 0));
  const level = levelOf(num, den, kpi);
  return {
    kpi: kpi.id,
    title: kpi.title,
    window: kpi.window.name,
    state: STATE[level],
    value: level === 'n/a' ? null : num / den,
    num,
    den,
    limit: kpi.block,
    headroom: level === 'n/a' ? null : headroom(num, den, kpi.block),
    trend: trendOf(kpi, daily),
    asOf,
    positions,
  };
}

/** All partners' counts by how many days ago they fell, in each partner's own zone: 0 is its today, -1 its yesterday. */
function overall(kpi: CompiledKpi, book: KpiBook, dayOf: (partner: string) => number) {
  const sums = new Map<number, { bucket: number; num: number; den: number }>();
  const oldest = -(TREND_DAYS + kpi.window.days);
  for (const partner of book.partners(kpi.id)) {
    const today = dayOf(partner);
    for (const count of book.days(kpi.id, partner).values()) {
      const bucket = count.bucket - today;
      if (bucket < oldest || bucket > 0) continue;
      const sum = sums.get(bucket) ?? { bucket, num: 0, den: 0 };
      sum.num += count.num;
      sum.den += count.den;
      sums.set(bucket, sum);
    }
  }
  return [...sums.values()];
}

function trendOf(kpi: CompiledKpi, daily: readonly { bucket: number; num: number; den: number }[]): (number | null)[] {
  const trend: (number | null)[] = [];
  for (let day = 1 - TREND_DAYS; day <= 0; day++) {
    const { num, den } = sumDays(daily, windowRange(kpi.window, day));
    // Four digits are finer than the line is drawn, and keep a frame small.
    trend.push(levelOf(num, den, kpi) === 'n/a' ? null : Math.round((num / den) * 10_000) / 10_000);
  }
  return trend;
}

/** The KPI that lies lowest against its limit. */
function worstOf(kpis: readonly CompiledKpi[], daysOf: (kpi: string) => Days, today: number) {
  let worst: Pick<PartnerLine, 'kpi' | 'value' | 'margin' | 'state'> = {
    kpi: null,
    value: null,
    margin: null,
    state: 'none',
  };
  for (const kpi of kpis) {
    const days = daysOf(kpi.id);
    if (days.size === 0) continue;
    const { rate, level } = evaluateWindow(days.values(), kpi, today);
    if (rate === null) continue;
    const margin = rate - kpi.block;
    if (worst.margin !== null && worst.margin <= margin) continue;
    worst = { kpi: shortName(kpi.id), value: rate, margin, state: STATE[level] };
  }
  return worst;
}

/** What a cell has room for: `mall/on-time-delivery` is `on-time`, `mall/tracking-rate` is `tracking`. */
const shortName = (kpi: string): string => kpi.slice(kpi.indexOf('/') + 1).replace(/-(rate|delivery)$/, '');

const STATE: Readonly<Record<Level, KpiState>> = { ok: 'ok', warn: 'warn', block: 'breach', 'n/a': 'none' };
