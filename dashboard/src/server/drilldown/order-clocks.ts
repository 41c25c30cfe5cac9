import type { CompiledKpi } from '@belfry/processor/contract';
import type { Store } from './selection.ts';

/** What the clocks of a subject say about a count. */
export interface OrderClocks {
  /** Of the last cycle of the KPI's promise, if it counts one. */
  readonly due: number | null;
  readonly stop: number | null;
  /** Promises that are broken on it in any of their cycles, by name. */
  readonly broken: readonly string[];
}

/** The promise that a KPI counts, if it counts one. */
export const promiseOf = ({ population }: CompiledKpi): string | null =>
  population.kind === 'promise' ? population.promise : null;

/** The clocks of the subjects of a page: by their names they lie together in `clocks`. */
export async function clocksOf(
  { sql, generation }: Store,
  kpi: CompiledKpi,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, OrderClocks>> {
  if (subjects.length === 0) return new Map();
  interface Row {
    readonly subject: string;
    /** Not null: deadline and end in one, since an aggregate would pass over a null end and tell an earlier cycle's. */
    readonly last: [cycle: number, due: number | null, stop: number | null][];
    readonly broken: string[];
  }
  const rows = await sql.query<Row>(
    // The newest row of each clock, told apart here: FINAL would read every column of every granule that a name lies in.
    `SELECT subject, groupArrayIf((cycle, last_.2, last_.3), promise = {promise:String}) AS last,
       arraySort(groupUniqArrayIf(promise, last_.1 = 'breached')) AS broken
     FROM (
       SELECT subject, promise, cycle, argMax((state, due, stop), offset) AS last_ FROM clocks
       PREWHERE generation = {generation:UInt32} AND subject IN {subjects:Array(String)}
       GROUP BY subject, promise, cycle)
     GROUP BY subject SETTINGS final = 0`,
    { generation, subjects, promise: promiseOf(kpi) ?? '' },
  );
  return new Map(
    rows.map(({ subject, last, broken }) => {
      const [, due = null, stop = null] = last.sort(([a], [b]) => b - a)[0] ?? [];
      return [subject, { due, stop, broken }];
    }),
  );
}
