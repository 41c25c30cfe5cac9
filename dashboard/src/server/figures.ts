import { asOfDay, evaluateWindow, shareLeft } from '@belfry/processor/contract';
import type { PartnerLine, Tile } from '../contract/index.ts';
import type { BreachBook } from './breach-book.ts';
import type { Directory } from './directory.ts';
import type { KpiBook } from './kpi-book.ts';
import { type DayOf, STATE, tileOf } from './tile.ts';

/** Tiles that a wall has room for. */
const TILES = 4;

export interface Figures {
  readonly tiles: readonly Tile[];
  /** Every partner that has figures now, open breaches, or a name in a policy; in no order. */
  readonly partners: readonly PartnerLine[];
}

/** Evaluates every KPI as of an instant (ms UTC), each partner's days in the KPI's zone. Pure. */
export function figuresOf(directory: Directory, kpis: KpiBook, breaches: BreachBook, asOf: number): Figures {
  const dayOf = dayInZone(directory, asOf);
  const positions = Object.fromEntries(kpis.positions);
  const tiles = directory.kpis
    .slice(0, TILES)
    .map((kpi) => tileOf(kpi, kpis, { dayOf, marketOf: directory.marketOf }, asOf, positions));
  const ids = new Set<string>([...directory.partners.keys(), ...breaches.partners()]);
  for (const { id } of directory.kpis) for (const partner of kpis.partners(id)) ids.add(partner);
  const lines = [...ids].map((id): PartnerLine => {
    const name = directory.partners.get(id)?.name ?? id;
    return { id, name, ...worstOf(directory, kpis, id, dayOf), open: breaches.openOf(id), silent: false };
  });
  // Imported history names thousands who have long been silent; only those whom a policy names are shown without figures.
  const partners = lines.filter(({ id, value, open }) => value !== null || open > 0 || directory.partners.has(id));
  return { tiles, partners };
}

/** The local day at the instant; zones are few, so each is asked once. */
function dayInZone(directory: Directory, asOf: number): DayOf {
  const days = new Map<string, number>();
  return (kpi, partner) => {
    const zone = directory.zoneOfKpi(kpi, partner);
    const day = days.get(zone.name) ?? asOfDay(zone, asOf);
    days.set(zone.name, day);
    return day;
  };
}

/** The KPI of which the least of the budget is left, in the window that tiles show. */
function worstOf(directory: Directory, book: KpiBook, partner: string, dayOf: DayOf) {
  let worst: Pick<PartnerLine, 'kpi' | 'good' | 'value' | 'margin' | 'state'> = {
    kpi: null,
    good: 'high',
    value: null,
    margin: null,
    state: 'none',
  };
  const market = directory.marketOf(partner);
  for (const kpi of directory.kpis) {
    const days = book.days(kpi.id, partner);
    if (days.size === 0) continue;
    const found = evaluateWindow(days.values(), kpi, kpi.windows[0]!, market, dayOf(kpi, partner));
    if (found.rate === null) continue;
    const margin = shareLeft(found, found.limits!.block, kpi.good);
    if (worst.margin !== null && worst.margin <= margin) continue;
    worst = { kpi: kpi.short ?? nameOf(kpi.id), good: kpi.good, value: found.rate, margin, state: STATE[found.level] };
  }
  return worst;
}

const nameOf = (kpi: string): string => kpi.slice(kpi.indexOf('/') + 1);
