import { type CompiledKpi, type CompiledZone, type DayCount, isFinal } from '@belfry/processor/contract';
import type { Standing } from '../../contract/kpi-api.ts';
import type { Directory } from '../directory.ts';
import { commonMarket } from '../tile.ts';
import type { ChosenWindow } from './chosen-window.ts';
import { dayCounts, kpiPositions, type PartnerDay, type Split } from './day-counts.ts';
import type { FinalWindow } from './final-window.ts';
import type { Moment } from './moment.ts';
import { type Cut, type DayGroup, dayGroups, type Store } from './selection.ts';
import { finalSince, type Piece, pieceOf, standingOf, together } from './standing-of.ts';
import { toldSince } from './told-since.ts';

export interface StandingsQuestion {
  /** Each with the window that is asked for. */
  readonly kpis: readonly { readonly kpi: CompiledKpi; readonly window: ChosenWindow }[];
  /** null: all partners. */
  readonly partner: string | null;
  readonly cut: Cut;
  readonly by: Split | 'partner' | undefined;
  readonly moment: Moment;
}

/**
 * One window of each KPI: of a partner, or of all together and each for itself; with `by` the whole first and then its
 * slices. Each partner is counted in the days of its own zone.
 */
export async function standings(store: Store, directory: Directory, question: StandingsQuestion): Promise<Standing[]> {
  const { kpis, partner, cut, by, moment } = question;
  const split = by === 'partner' ? undefined : by;
  const positions = await kpiPositions(store);
  const asked = kpis.map(({ kpi, window }) => ({ kpi, window, groups: dayGroups(directory, kpi, partner, moment) }));
  const ranges = asked.flatMap(({ window, groups }) =>
    groups.flatMap(({ day }) => [window.range(day), window.before(day)]),
  );
  const range = { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) };
  const ids = kpis.map(({ kpi }) => kpi.id);
  const { finals, placeOf } = finalWindows(asked, moment);
  const [rows, since] = await Promise.all([
    dayCounts(store, { kpis: ids, partner, cut, split, range, known: moment.known }),
    toldSince(store, finals, { cut, split, known: moment.known }),
  ]);
  return asked.flatMap(({ kpi, window, groups }) => {
    const mine = rows.filter((row) => row.kpi === kpi.id);
    const groupOf = (id: string): DayGroup =>
      groups.find(({ only }) => only?.includes(id)) ?? groups.find(({ only }) => only === null) ?? groups[0]!;
    const piece = (id: string, slice: string, days: readonly DayCount[]): Piece => {
      const group = groupOf(id);
      const place = placeOf.get(group);
      const late = place === undefined ? undefined : since(place, id, slice);
      return pieceOf(days, { kpi, window, asOf: group.day, zone: directory.zoneOfKpi(kpi, id), since: late });
    };
    const found = piecesBy(mine, piece);
    const whole = (pieces: readonly Piece[]): Piece =>
      pieces.length > 0 ? together(pieces) : piece(partner ?? '', '', []);
    const shared = { asOf: moment.text, positions };
    const zone =
      partner === null ? commonZone(found.map(({ piece }) => piece.zone)) : directory.zoneOfKpi(kpi, partner).name;
    const { marketOf } = directory;
    const counting = found.filter((one) => one.piece.den > 0);
    const market =
      cut.market ?? (partner === null ? commonMarket(counting.map((one) => marketOf(one.partner))) : marketOf(partner));
    const nameOf = (id: string): string => directory.partners.get(id)?.name ?? id;
    const partnerName = partner === null ? null : nameOf(partner);
    const of = { partner, partnerName, zone, market, ...shared };
    const pieces = found.map((one) => one.piece);
    const answers = [standingOf(kpi, window, whole(pieces), { ...of, group: null })];
    const counted = found.filter((one) => one.piece.den > 0 || one.piece.before.den > 0);
    if (split !== undefined) {
      for (const slice of [...new Set(counted.map((one) => one.slice))].sort()) {
        const sliced = together(found.filter((one) => one.slice === slice).map((one) => one.piece));
        const asMarket = split === 'market' ? slice : market;
        answers.push(standingOf(kpi, window, sliced, { ...of, group: slice, market: asMarket }));
      }
    } else if (partner === null) {
      for (const { partner: id, piece } of counted) {
        const labels = { partner: id, partnerName: nameOf(id), group: null, market: cut.market ?? marketOf(id) };
        answers.push(standingOf(kpi, window, piece, { ...shared, ...labels, zone: piece.zone.name }));
      }
    }
    return answers;
  });
}

interface Asked {
  readonly kpi: CompiledKpi;
  readonly window: ChosenWindow;
  readonly groups: readonly DayGroup[];
}

/** The windows that are final, in the days of each group of partners. Instants differ with the zone, and so do groups. */
function finalWindows(asked: readonly Asked[], { until }: Moment) {
  const finals: FinalWindow[] = [];
  const placeOf = new Map<DayGroup, number>();
  for (const { kpi, window, groups } of asked) {
    for (const group of groups) {
      const range = window.range(group.day);
      const at = finalSince(range, kpi, group.zone);
      if (!isFinal(range, kpi.settles, group.day) || at > until(group.zone)) continue;
      placeOf.set(group, finals.length);
      finals.push({ kpi: kpi.id, only: group.only, except: group.except, range, at });
    }
  }
  return { finals, placeOf };
}

function piecesBy(rows: readonly PartnerDay[], piece: (id: string, slice: string, days: readonly DayCount[]) => Piece) {
  const found = new Map<string, PartnerDay[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.partner, row.slice]);
    const days = found.get(key);
    if (days === undefined) found.set(key, [row]);
    else days.push(row);
  }
  return [...found.values()]
    .map((days) => ({ partner: days[0]!.partner, slice: days[0]!.slice, days }))
    .sort((a, b) => (a.partner < b.partner ? -1 : a.partner > b.partner ? 1 : 0))
    .map(({ partner, slice, days }) => ({ partner, slice, piece: piece(partner, slice, days) }));
}

const commonZone = (zones: readonly CompiledZone[]): string | null => {
  const names = new Set(zones.map(({ name }) => name));
  return names.size === 1 ? [...names][0]! : null;
};
