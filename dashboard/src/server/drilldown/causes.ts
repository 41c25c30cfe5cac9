import type { CauseShare, CausesAnswer } from '../../contract/kpi-api.ts';
import { DELTAS, DEN, NUM } from './once-each.ts';
import { promiseOf } from './order-clocks.ts';
import { numeratorOf } from './orders-page.ts';
import { type Selection, type Store, whereOf } from './selection.ts';

interface Row {
  readonly promise: string;
  readonly stage: string;
  readonly carrier: string;
  readonly n: number;
}

/** What those that fail have in common: which promise broke on them, where their time went, who carried them. */
export async function causes(store: Store, selection: Selection): Promise<CausesAnswer> {
  const failed = failingSubjects(store, selection);
  const rows = await store.sql.query<Row>(
    `SELECT broke.first AS promise, broke.longest AS stage, carrier, count() AS n
     FROM (${failed.text}) AS failed
     LEFT JOIN (
       SELECT subject, argMin(promise, (due, promise, cycle)) AS first,
         if(countIf(promise = {promise:String}) > 0, argMaxIf(stage, cycle, promise = {promise:String}),
           argMin(stage, (due, promise, cycle))) AS longest
       FROM broken_promises FINAL
       WHERE generation = {generation:UInt32} AND state = 'breached'
         ${selection.partner === null ? '' : 'AND partner = {partner:String}'}
       GROUP BY subject
     ) AS broke ON broke.subject = failed.subject
     GROUP BY promise, stage, carrier SETTINGS final = 0`,
    { ...failed.params, promise: promiseOf(selection.kpi) ?? '' },
  );
  return {
    failing: rows.reduce((sum, { n }) => sum + n, 0),
    promises: sharesBy(rows, ({ promise }) => promise),
    stages: sharesBy(rows, ({ stage }) => stage),
    carriers: sharesBy(rows, ({ carrier }) => carrier),
  };
}

/** The subjects of a selection that fail, as a query of (subject, carrier) to be read with `SETTINGS final = 0`. */
export function failingSubjects(store: Store, selection: Selection) {
  const { text, params } = whereOf(store, selection);
  return {
    text: `SELECT subject, carrier FROM (
             SELECT subject, carrier, ${DELTAS} FROM kpi_deltas WHERE ${text}
             GROUP BY partner, market, carrier, channel, bucket, subject)
           WHERE ${DEN} = 1 AND ${NUM} = ${numeratorOf('failing', selection)}`,
    params,
  };
}

/** The most frequent first; of equals by name. */
function sharesBy(rows: readonly Row[], named: (row: Row) => string): CauseShare[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(named(row), (counts.get(named(row)) ?? 0) + row.n);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
