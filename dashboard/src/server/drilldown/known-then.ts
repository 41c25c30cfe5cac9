import type { Counts, DayCount, DayRange } from '@belfry/processor/contract';
import type { DaysAsked } from './day-counts.ts';
import { onceEach } from './once-each.ts';
import { type Store, whereCut } from './selection.ts';

/** A window that has become final. */
export interface FinalWindow {
  readonly kpi: string;
  /** Whose it is: one partner, several, all but some, or everybody. */
  readonly only: readonly string[] | null;
  readonly except: readonly string[];
  readonly range: DayRange;
  /** The instant at which it became final, ms UTC. */
  readonly at: number;
}

/** By local day what was known of it when its window became final; days that nothing has changed since are not in it. */
export type DaysThen = ReadonlyMap<number, Counts>;

const NOTHING: DaysThen = new Map();

/**
 * What was known of final windows when they became final: deltas told before that instant, and history at any time. Looks
 * for what was told later first, which the index on append times finds among few rows, and adds up only days with any.
 * @returns by the place of the window in the list, the partner and the slice
 */
export async function knownThen(
  store: Store,
  windows: readonly FinalWindow[],
  asked: Pick<DaysAsked, 'cut' | 'split' | 'known'>,
): Promise<(window: number, partner: string, slice: string) => DaysThen> {
  const late = await perDay(store, windows, asked, "append_time >= {at:Int64} AND cause != 'history'", 'days');
  if (late.length === 0) return () => NOTHING;
  const days = new Map<number, Set<number>>();
  for (const { w, bucket } of late) days.set(w, (days.get(w) ?? new Set()).add(bucket));
  const then = await perDay(store, windows, asked, "(append_time < {at:Int64} OR cause = 'history')", 'counts', days);
  const found = new Map<string, Map<number, Counts>>();
  const put = ({ w, partner, slice, bucket }: Row, counts: Counts): void => {
    const key = JSON.stringify([w, partner, slice]);
    const known = found.get(key) ?? new Map<number, Counts>();
    found.set(key, known);
    known.set(bucket, counts);
  };
  // A day of which nothing at all was known then has no row, and had counted nothing.
  for (const row of late) put(row, { num: 0, den: 0 });
  const touched = new Set(late.map(keyOf));
  for (const row of then) if (touched.has(keyOf(row))) put(row, { num: row.num, den: row.den });
  return (window, partner, slice) => found.get(JSON.stringify([window, partner, slice])) ?? NOTHING;
}

/** The counts of a window as they were: days that have changed since are taken as they were known. */
export function sumThen(days: readonly DayCount[], range: DayRange, then: DaysThen): Counts {
  let num = 0;
  let den = 0;
  const add = (counts: Counts): void => {
    num += counts.num;
    den += counts.den;
  };
  for (const day of days) if (day.bucket >= range.from && day.bucket <= range.to && !then.has(day.bucket)) add(day);
  for (const counts of then.values()) add(counts);
  return { num, den };
}

interface Row extends Counts {
  /** The place of the window in the list. */
  readonly w: number;
  readonly partner: string;
  readonly slice: string;
  readonly bucket: number;
}

const keyOf = ({ w, partner, slice, bucket }: Row): string => JSON.stringify([w, partner, slice, bucket]);

/**
 * One statement for all windows; each names its own days, so that each reads only them. KPIs that look at the same days of the
 * same partners are read together.
 */
async function perDay(
  store: Store,
  windows: readonly FinalWindow[],
  { cut, split, known }: Pick<DaysAsked, 'cut' | 'split' | 'known'>,
  told: string,
  what: 'days' | 'counts',
  only?: ReadonlyMap<number, ReadonlySet<number>>,
): Promise<readonly Row[]> {
  const values: Record<string, unknown> = { known };
  const selects: string[] = [];
  const slice = split ?? "''";
  const columns = ['kpi', 'partner', 'bucket', ...(split === undefined ? [] : [split])];
  const alike = alikeOf(windows);
  for (const [g, places] of alike.entries()) {
    const asked = only === undefined ? places : places.filter((w) => only.has(w));
    if (asked.length === 0) continue;
    const { only: whom, except, range, at } = windows[asked[0]!]!;
    const { text, params } = whereCut(store, null, null, cut);
    const kpis = asked.map((w) => windows[w]!.kpi);
    Object.assign(values, params, {
      [`kpis${g}`]: kpis,
      [`from${g}`]: range.from,
      [`to${g}`]: range.to,
      [`at${g}`]: at,
    });
    const who = whom ?? (except.length > 0 ? except : null);
    if (who !== null) values[`who${g}`] = who;
    if (only !== undefined) values[`days${g}`] = [...new Set(asked.flatMap((w) => [...only.get(w)!]))];
    const rows = [
      `${text} AND kpi IN {kpis${g}:Array(String)}`,
      ...(who === null ? [] : [`partner ${whom === null ? 'NOT IN' : 'IN'} {who${g}:Array(String)}`]),
      only === undefined ? `bucket BETWEEN {from${g}:Int32} AND {to${g}:Int32}` : `bucket IN {days${g}:Array(Int32)}`,
      told.replace('{at', `{at${g}`),
      ...(known === null ? [] : ['append_time <= {known:Int64}']),
    ].join(' AND ');
    // Which days there are is the same however often a row was written.
    selects.push(
      what === 'days'
        ? `SELECT DISTINCT ${g} AS g, kpi, partner, ${slice} AS slice, bucket, 0 AS n, 0 AS d FROM kpi_deltas WHERE ${rows}`
        : `SELECT ${g} AS g, kpi, partner, ${slice} AS slice, bucket, sum(num_) AS n, sum(den_) AS d
           FROM (${onceEach(rows, columns)}) GROUP BY kpi, partner, slice, bucket`,
    );
  }
  if (selects.length === 0) return [];
  const found = await store.sql.query<Omit<Row, 'w'> & { readonly g: number; readonly kpi: string }>(
    `SELECT g, kpi, partner, slice, bucket, n AS num, d AS den FROM (${selects.join(' UNION ALL ')})
     SETTINGS final = 0`,
    values,
  );
  return found.flatMap(({ g, kpi, ...row }) =>
    alike[g]!.filter((w) => windows[w]!.kpi === kpi).map((w) => ({ ...row, w })),
  );
}

/** The places of windows that look at the same days of the same partners. */
function alikeOf(windows: readonly FinalWindow[]): number[][] {
  const found = new Map<string, number[]>();
  for (const [w, { only, except, range, at }] of windows.entries()) {
    const key = JSON.stringify([only, except, range, at]);
    const places = found.get(key);
    if (places === undefined) found.set(key, [w]);
    else places.push(w);
  }
  return [...found.values()];
}
