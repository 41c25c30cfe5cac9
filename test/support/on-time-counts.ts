import type { Sql } from '@belfry/sql';
import type { OnTimeCount, Period } from './oracles/history-orders.ts';

/** On-time delivery as the API answers it and as plain SQL over the tables counts it, to be held side by side. */
export const ON_TIME = 'mall/on-time-delivery';

const DAY = 86_400_000;

/** What `GET /api/kpis` answers for one partner, or for all of them (`partner: null`). */
export interface Answer {
  readonly partner: string | null;
  readonly num: number;
  readonly den: number;
  readonly to: string;
  readonly zone: string | null;
  readonly includes?: Readonly<Record<string, number>>;
}

export const bySeller = (answers: readonly Answer[]): Map<string, OnTimeCount> =>
  new Map(answers.flatMap(({ partner, num, den }) => (partner === null ? [] : [[partner, { num, den }]])));

/** By partner and lane of the log `events`: the offset up to which the deltas give these answers. */
export const includesOf = (answers: readonly Answer[]): Map<string, number> =>
  new Map(
    answers.flatMap(({ partner, includes = {} }) =>
      Object.entries(includes).map(([lane, offset]) => [`${partner} ${lane}`, offset] as const),
    ),
  );

/** SQL over one of the two tables, in days of UTC; where offsets are given, over what lies at or before them. */
export async function counted(
  sql: Sql,
  table: 'kpi_deltas' | 'kpi_totals',
  { asOf, days }: Period,
  includes?: ReadonlyMap<string, number>,
): Promise<Map<string, OnTimeCount>> {
  const to = Date.parse(asOf) / DAY;
  const upTo =
    includes === undefined ? '' : `AND offset <= {includes:Map(String, Int64)}[concat(partner, ' ', toString(lane))]`;
  const found = await sql.query<{ partner: string; num: number; den: number }>(
    `SELECT partner, sum(num) AS num, sum(den) AS den FROM ${table}
     WHERE generation = 1 AND kpi = {kpi:String} AND bucket <= {to:Int32} AND bucket > {before:Int32} ${upTo}
     GROUP BY partner HAVING den > 0`,
    { kpi: ON_TIME, to, before: days === undefined ? -1 : to - days, ...(includes && { includes }) },
  );
  return new Map(found.map(({ partner, num, den }) => [partner, { num, den }]));
}

/**
 * Everything that follows from judging, each table as its number of rows and one hash over them. The state rows of the third
 * fold are left out: they say how far its own log has come, and every start tells it its routes again.
 */
export async function judged(sql: Sql): Promise<Record<string, unknown>> {
  const tables = ['clocks', 'signals', 'subjects', 'kpi_deltas', 'kpi_totals', 'quarantine'];
  const all = await Promise.all(
    tables.map(async (table) => [
      table,
      await sql.query(`SELECT count() AS rows, toString(groupBitXor(cityHash64(*))) AS hash FROM ${table}
         ${table === 'subjects' ? "WHERE log != 'signals'" : ''}`),
    ]),
  );
  return Object.fromEntries(all);
}
