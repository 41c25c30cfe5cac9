import type { CompiledKpi, CompiledZone, DayRange } from '@belfry/processor/contract';
import type { Sql } from '@belfry/sql';
import type { Directory } from '../directory.ts';
import type { ChosenWindow } from './chosen-window.ts';
import type { Moment } from './moment.ts';

/** Where the counts are stored. */
export interface Store {
  readonly sql: Sql;
  readonly generation: number;
}

/** A part of what is counted; each of them is optional. */
export interface Cut {
  readonly market?: string | undefined;
  readonly carrier?: string | undefined;
  readonly channel?: string | undefined;
}

/** Partners of one zone. */
export interface DayGroup {
  readonly day: number;
  readonly zone: CompiledZone;
  /** Only these; or all but these, where the rest is meant; null: everybody. */
  readonly only: readonly string[] | null;
  readonly except: readonly string[];
}

/** The deltas and totals that a number is made of. */
export interface Selection {
  readonly kpi: CompiledKpi;
  /** null: all partners together. */
  readonly partner: string | null;
  readonly cut: Cut;
  /** Partners of several zones may look at different days. */
  readonly scopes: readonly { readonly group: DayGroup; readonly range: DayRange }[];
  /** Leaves out what was told after this instant. */
  readonly known: number | null;
}

/** The partners of a KPI by zone, with the local day that the moment is there; those whom no policy names are in UTC. */
export function dayGroups(directory: Directory, kpi: CompiledKpi, partner: string | null, moment: Moment): DayGroup[] {
  const rest = directory.zoneOfKpi(kpi, partner ?? '');
  const group = (zone: CompiledZone) => ({ day: moment.dayIn(zone), zone });
  if (partner !== null) return [{ ...group(rest), only: [partner], except: [] }];
  const others = new Map<string, { zone: CompiledZone; ids: string[] }>();
  for (const id of directory.partners.keys()) {
    const zone = directory.zoneOfKpi(kpi, id);
    if (zone.name === rest.name) continue;
    const known = others.get(zone.name) ?? { zone, ids: [] };
    others.set(zone.name, known);
    known.ids.push(id);
  }
  const except = [...others.values()].flatMap(({ ids }) => ids);
  return [
    { ...group(rest), only: null, except },
    ...[...others.values()].map(({ zone, ids }) => ({ ...group(zone), only: ids, except: [] })),
  ];
}

export function selectionOf(
  directory: Directory,
  question: { kpi: CompiledKpi; partner: string | null; cut: Cut; window: ChosenWindow; moment: Moment },
): Selection {
  const { kpi, partner, cut, window, moment } = question;
  const scopes = dayGroups(directory, kpi, partner, moment).map((group) => ({ group, range: window.range(group.day) }));
  return { kpi, partner, cut, scopes, known: moment.known };
}

/** The outermost days of a selection. */
export const outermost = (scopes: Selection['scopes']): DayRange => ({
  from: Math.min(...scopes.map(({ range }) => range.from)),
  to: Math.max(...scopes.map(({ range }) => range.to)),
});

/** A condition in SQL with the values of its placeholders. */
export interface Where {
  readonly text: string;
  readonly params: Record<string, unknown>;
}

/** Why a count changed, in SQL over `kpi_deltas`: rows from before causes were told say nothing, and count as `counted`. */
export const CAUSE = "if(cause = '', 'counted', cause)";

/** One generation, some KPIs, one partner or all, and a part of what is counted. For deltas and totals alike. */
export function whereCut(
  { generation }: Pick<Store, 'generation'>,
  kpis: readonly string[] | null,
  partner: string | null,
  { market, carrier, channel }: Cut,
): Where {
  const parts = ['generation = {generation:UInt32}'];
  const params: Record<string, unknown> = { generation };
  if (kpis !== null) {
    parts.push('kpi IN {kpis:Array(String)}');
    params.kpis = kpis;
  }
  for (const [column, value] of Object.entries({ partner: partner ?? undefined, market, carrier, channel })) {
    if (value === undefined) continue;
    parts.push(`${column} = {${column}:String}`);
    params[column] = value;
  }
  return { text: parts.join(' AND '), params };
}

/** The rows of a selection in `kpi_deltas`; in `kpi_totals`, which know no instants, ask with `known: null`. */
export function whereOf(store: Pick<Store, 'generation'>, selection: Selection): Where {
  const { kpi, partner, cut, scopes, known } = selection;
  const { text, params } = whereCut(store, [kpi.id], partner, cut);
  const { from, to } = outermost(scopes);
  // Mostly it is the same day everywhere, and nobody need be named.
  const same = scopes.every(({ range }) => range.from === from && range.to === to);
  const days = (same ? scopes.slice(0, 1) : scopes).map(({ group, range }, n) => {
    params[`from${n}`] = range.from;
    params[`to${n}`] = range.to;
    const within = `bucket BETWEEN {from${n}:Int32} AND {to${n}:Int32}`;
    return partner === null && !same ? within + whoOf(group, n, params) : within;
  });
  const parts = [text, days.length === 1 ? days[0]! : `(${days.join(' OR ')})`];
  if (known !== null) {
    parts.push('append_time <= {known:Int64}');
    params.known = known;
  }
  return { text: parts.join(' AND '), params };
}

function whoOf({ only, except }: DayGroup, n: number, params: Record<string, unknown>): string {
  if (only === null && except.length === 0) return '';
  params[`who${n}`] = only ?? except;
  return ` AND partner ${only === null ? 'NOT IN' : 'IN'} {who${n}:Array(String)}`;
}
