import type { Counts } from '@belfry/processor/contract';
import type { DaysAsked } from './day-counts.ts';
import { type FinalWindow, windowsAlike } from './final-window.ts';
import { onceEach } from './once-each.ts';
import { type Store, whereCut } from './selection.ts';

const NOTHING: Counts = { num: 0, den: 0 };

/**
 * By how much final windows have changed since they became final: what was told later and is not history. What was known then
 * is what is known now less this, so that only the few rows that came late are read.
 * @returns by the place of the window in the list, the partner and the slice
 */
export async function toldSince(
  store: Store,
  windows: readonly FinalWindow[],
  { cut, split, known }: Pick<DaysAsked, 'cut' | 'split' | 'known'>,
): Promise<(window: number, partner: string, slice: string) => Counts> {
  if (windows.length === 0) return () => NOTHING;
  const values: Record<string, unknown> = { known };
  const slice = split ?? "''";
  const columns = ['kpi', 'partner', ...(split === undefined ? [] : [split])];
  const alike = windowsAlike(windows);
  const selects = alike.map((places, g) => {
    const { only, except, range, at } = windows[places[0]!]!;
    const { text, params } = whereCut(store, null, null, cut);
    const kpis = places.map((w) => windows[w]!.kpi);
    Object.assign(values, params, {
      [`kpis${g}`]: kpis,
      [`from${g}`]: range.from,
      [`to${g}`]: range.to,
      [`at${g}`]: at,
    });
    const who = only ?? (except.length > 0 ? except : null);
    if (who !== null) values[`who${g}`] = who;
    const late = [
      `${text} AND kpi IN {kpis${g}:Array(String)}`,
      ...(who === null ? [] : [`partner ${only === null ? 'NOT IN' : 'IN'} {who${g}:Array(String)}`]),
      `bucket BETWEEN {from${g}:Int32} AND {to${g}:Int32}`,
      `append_time >= {at${g}:Int64} AND cause != 'history'`,
      ...(known === null ? [] : ['append_time <= {known:Int64}']),
    ].join(' AND ');
    return `SELECT ${g} AS g, kpi, partner, ${slice} AS slice, sum(num_) AS n, sum(den_) AS d
            FROM (${onceEach(late, columns)}) GROUP BY kpi, partner, slice`;
  });
  const rows = await store.sql.query<Counts & { g: number; kpi: string; partner: string; slice: string }>(
    `SELECT g, kpi, partner, slice, n AS num, d AS den FROM (${selects.join(' UNION ALL ')}) SETTINGS final = 0`,
    values,
  );
  const found = new Map<string, Counts>();
  for (const { g, kpi, partner, slice, num, den } of rows) {
    for (const w of alike[g]!)
      if (windows[w]!.kpi === kpi) found.set(JSON.stringify([w, partner, slice]), { num, den });
  }
  return (window, partner, slice) => found.get(JSON.stringify([window, partner, slice])) ?? NOTHING;
}
