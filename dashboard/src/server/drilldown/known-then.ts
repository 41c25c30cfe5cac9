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
  const late = await perDay(store, windows, asked, "append_time >= {at:Int64} AND cause != 'history'");
  if (late.length === 0) return () => NOTHING;
  const days = new Map<number, Set<number>>();
  for (const { w, bucket } of late) days.set(w, (days.get(w) ?? new Set()).add(bucket));
  const then = await perDay(store, windows, asked, "(append_time < {at:Int64} OR cause = 'history')", days);
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

/** One statement for all windows; each names its own days, so that each reads only them. */
async function perDay(
  store: Store,
  windows: readonly FinalWindow[],
  { cut, split, known }: Pick<DaysAsked, 'cut' | 'split' | 'known'>,
  told: string,
  only?: ReadonlyMap<number, ReadonlySet<number>>,
): Promise<readonly Row[]> {
  const values: Record<string, unknown> = { known };
  const selects: string[] = [];
  const columns = ['partner', 'bucket', ...(split === undefined ? [] : [split])];
  windows.forEach(({ kpi, only: whom, except, range, at }, w) => {
    const days = only?.get(w);
    if (only !== undefined && days === undefined) return;
    const { text, params } = whereCut(store, null, null, cut);
    Object.assign(values, params, { [`kpi${w}`]: kpi, [`from${w}`]: range.from, [`to${w}`]: range.to, [`at${w}`]: at });
    const who = whom ?? (except.length > 0 ? except : null);
    if (who !== null) values[`who${w}`] = who;
    if (days !== undefined) values[`days${w}`] = [...days];
    const when = told.replace('{at', `{at${w}`);
    const where = [
      `${text} AND kpi = {kpi${w}:String}`,
      ...(who === null ? [] : [`partner ${whom === null ? 'NOT IN' : 'IN'} {who${w}:Array(String)}`]),
      `bucket ${days === undefined ? `BETWEEN {from${w}:Int32} AND {to${w}:Int32}` : `IN {days${w}:Array(Int32)}`}`,
      when,
      ...(known === null ? [] : ['append_time <= {known:Int64}']),
    ];
    selects.push(
      `SELECT ${w} AS w, partner, ${split ?? "''"} AS slice, bucket, sum(num_) AS n, sum(den_) AS d
       FROM (${onceEach(where.join(' AND '), columns)}) GROUP BY partner, slice, bucket`,
    );
  });
  if (selects.length === 0) return [];
  return await store.sql.query<Row>(
    `SELECT w, partner, slice, bucket, n AS num, d AS den FROM (${selects.join(' UNION ALL ')})
     SETTINGS final = 0`,
    values,
  );
}
