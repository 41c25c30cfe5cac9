import type { Counts, DayCount, DayRange } from '@belfry/processor/contract';
import { type Cut, type Selection, type Store, whereCut, whereOf } from './selection.ts';

/** By what an answer is split. */
export type Split = 'market' | 'carrier' | 'channel';

export interface PartnerDay extends DayCount {
  readonly kpi: string;
  readonly partner: string;
  /** '' where the answer is not split. */
  readonly slice: string;
}

export interface DaysAsked {
  readonly kpis: readonly string[];
  readonly partner: string | null;
  readonly cut: Cut;
  readonly split?: Split | undefined;
  readonly range: DayRange;
  readonly known: number | null;
}

/** Which offset each lane of the log `kpi` has been counted up to. Read first: what is read after it includes them. */
export async function kpiPositions({ sql, generation }: Store): Promise<Readonly<Record<string, number>>> {
  const rows = await sql.query<{ lane: number; offset: number }>(
    `SELECT lane, next_offset - 1 AS offset FROM positions WHERE generation = {generation:UInt32} AND log = 'kpi'`,
    { generation },
  );
  return Object.fromEntries(rows.map(({ lane, offset }) => [lane, offset]));
}

/** The counts of local days, in one statement: from the totals, or from what deltas had been told by an instant. */
export async function dayCounts(store: Store, asked: DaysAsked): Promise<readonly PartnerDay[]> {
  const { kpis, partner, cut, split, range, known } = asked;
  const { text, params } = whereCut(store, kpis, partner, cut);
  return await store.sql.query<PartnerDay>(
    // The sums are named last: a name that is also a column would be taken for it inside the aggregate.
    `SELECT kpi, partner, slice, bucket, n AS num, d AS den FROM (
       SELECT kpi, partner, ${split ?? "''"} AS slice, bucket, sum(num) AS n, sum(den) AS d
       FROM ${known === null ? 'kpi_totals' : 'kpi_deltas'}
       WHERE ${text} AND bucket BETWEEN {from:Int32} AND {to:Int32}
         ${known === null ? '' : 'AND append_time <= {known:Int64}'}
       GROUP BY kpi, partner, slice, bucket)`,
    { ...params, ...range, known },
  );
}

/** The counts of a selection by cohort day, newest first. */
export async function selectedDays(store: Store, selection: Selection): Promise<readonly DayCount[]> {
  const { text, params } = whereOf(store, selection);
  return await store.sql.query<DayCount>(
    `SELECT bucket, n AS num, d AS den FROM (
       SELECT bucket, sum(num) AS n, sum(den) AS d FROM ${selection.known === null ? 'kpi_totals' : 'kpi_deltas'}
       WHERE ${text} GROUP BY bucket)
     ORDER BY bucket DESC`,
    params,
  );
}

export function sumOf(counts: Iterable<Counts>): Counts {
  let num = 0;
  let den = 0;
  for (const count of counts) {
    num += count.num;
    den += count.den;
  }
  return { num, den };
}
