import type { Store } from '../drilldown/selection.ts';

/** What the clocks of a subject come to. */
export interface ClockSums {
  readonly partner: string;
  readonly open: number;
  /** Of the open ones. */
  readonly breached: number;
  readonly paused: number;
  /** The earliest deadline of the open ones that are not broken yet, ms UTC. */
  readonly due: number | null;
}

/** By subject, without those that have no clocks: by their names they lie together in `clocks`. Errors are SqlError. */
export async function clockSums(
  { sql, generation }: Store,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, ClockSums>> {
  if (subjects.length === 0) return new Map();
  const rows = await sql.query<ClockSums & { subject: string }>(
    // The newest row of each clock, told apart here: FINAL would read every column of every granule that a name lies in.
    `SELECT subject, any(last.4) AS partner, countIf(last.2) AS open, countIf(last.2 AND last.1 = 'breached') AS breached,
       countIf(last.2 AND last.1 = 'paused') AS paused,
       minOrNullIf(last.3, last.2 AND last.1 = 'running') AS due
     FROM (
       SELECT subject, argMax((state, open, due, partner), offset) AS last FROM clocks
       PREWHERE generation = {generation:UInt32} AND subject IN {subjects:Array(String)}
       GROUP BY subject, promise, cycle)
     GROUP BY subject SETTINGS final = 0`,
    { generation, subjects },
  );
  return new Map(rows.map(({ subject, ...sums }) => [subject, sums]));
}
