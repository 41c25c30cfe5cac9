import { type Item, MATCH_FIELDS, type Matcher, matches, type Signal } from '@belfry/processor/contract';
import type { Store } from '../../drilldown/selection.ts';
import { linesOf } from '../../lines-of.ts';

/** Open items that no matcher of a question can tell apart. */
export interface AlikeItems {
  readonly count: number;
  /** The ids of the incidents that they belong to. */
  readonly incidents: readonly string[];
  /** A few of them, each by incident and key. */
  readonly some: readonly (readonly [incident: string, key: string])[];
  fits(matcher: Matcher): boolean;
}

/** What `matches` looks at beside the fields that a matcher names: of which kind a signal is, and whom a notice binds. */
const ALWAYS = ['about', 'kpi', 'partners', 'teams'];
const LISTS: ReadonlySet<string> = new Set(['tell', 'partners', 'teams']);
const SOME = 5;

type Row = [signal: Record<string, unknown>, count: number, incidents: string[], some: [string, string][]];

/**
 * All open items, grouped by what the matchers ask of their signals: ClickHouse reads the bodies, which are a kilobyte each, and
 * here comes only what differs. Errors are SqlError.
 */
export async function* openItems(
  { sql, generation }: Store,
  matchers: readonly Matcher[],
): AsyncIterable<readonly AlikeItems[]> {
  const named = MATCH_FIELDS.filter((field) => matchers.some((matcher) => field in matcher));
  // Of which pack a signal is its promise says, or what it is about.
  const looked = named.flatMap((field) => (field === 'policy' ? ['promise', 'pack'] : [field]));
  const fields = [...new Set([...ALWAYS, ...looked])];
  const shape = fields.map((field) => `${field} ${LISTS.has(field) ? 'Array(String)' : 'String'}`).join(', ');
  const rows = await sql.stream(
    `SELECT JSONExtract(body, 'signal', 'Tuple(${shape})') AS signal, count(), groupUniqArray(incident),
       groupArray(${SOME})((incident, item))
     FROM incident_items WHERE generation = {generation:UInt32} AND open GROUP BY signal`,
    'JSONCompactEachRow',
    { generation },
  );
  for await (const slice of linesOf<Row>(rows)) yield slice.map(alike);
}

function alike([told, count, incidents, some]: Row): AlikeItems {
  // Where a signal has no such field, ClickHouse says it empty; to `matches` these are two things.
  const signal = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== ''));
  return {
    count: Number(count),
    incidents,
    some,
    fits: (matcher) => matches(matcher, signal as unknown as Signal),
  };
}

/** Some of the items, whole. Errors are SqlError. */
export async function itemsNamed({ sql, generation }: Store, keys: AlikeItems['some']): Promise<readonly Item[]> {
  if (keys.length === 0) return [];
  const rows = await sql.query<{ body: string }>(
    `SELECT body FROM incident_items WHERE generation = {generation:UInt32}
       AND incident IN {incidents:Array(String)} AND item IN {items:Array(String)} ORDER BY item LIMIT ${keys.length}`,
    { generation, incidents: keys.map(([incident]) => incident), items: keys.map(([, item]) => item) },
  );
  return rows.map(({ body }) => JSON.parse(body) as Item);
}
