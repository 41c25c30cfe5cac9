import type { CompiledKpi } from '@belfry/processor/contract';
import type { TimingAnswer } from '../../contract/kpi-api.ts';
import { failingSubjects } from './causes.ts';
import { DELTAS, DEN, NUM } from './once-each.ts';
import { promiseOf } from './order-clocks.ts';
import { type Selection, type Store, whereOf } from './selection.ts';

/**
 * Only so many of the newest of a numerator are timed. Each of them lies elsewhere in the archive, where a granule holds
 * thousands of events: 100 orders of a month of ten million are found in a tenth of a second, 5,000 in several seconds.
 */
export const TIMED_AT_MOST = 100;

const UNTIMED: TimingAnswer = { measure: null, of: 0, timed: 0, cap: null, median: null, p90: null };

/** How late those are that fail, where a KPI counts a promise; how soon something happened, where it counts that. */
export async function timing(store: Store, selection: Selection): Promise<TimingAnswer> {
  const { counts } = selection.kpi;
  if (counts.kind === 'kept' || counts.kind === 'broken') return await lateness(store, selection);
  if (counts.kind === 'happened') return await until(store, selection, counts.happened.on);
  return UNTIMED;
}

/** From the deadline of the promise's last cycle to its end; those that have not ended yet have no length. */
async function lateness(store: Store, selection: Selection): Promise<TimingAnswer> {
  const failed = failingSubjects(store, selection);
  const [row] = await store.sql.query<{ of: number; timed: number; median: number | null; p90: number | null }>(
    `SELECT of, length(lates) AS timed, ${rankedSql(0.5)} AS median, ${rankedSql(0.9)} AS p90 FROM (
       SELECT count() AS of, arraySort(groupArrayIf(assumeNotNull(late), isNotNull(late))) AS lates
     FROM (${failed.text}) AS failed
     LEFT JOIN (
       SELECT subject, toNullable(argMax(tuple(stop - due), cycle).1) AS late
       FROM broken_promises FINAL
       WHERE generation = {generation:UInt32} AND state = 'breached' AND promise = {promise:String}
         ${selection.partner === null ? '' : 'AND partner = {partner:String}'}
       GROUP BY subject
     ) AS broke ON broke.subject = failed.subject) SETTINGS final = 0`,
    { ...failed.params, promise: promiseOf(selection.kpi) ?? '' },
  );
  if (row === undefined) return { ...UNTIMED, measure: 'lateness' };
  return { measure: 'lateness', cap: null, ...row };
}

/** From what opens the cohort to the first of the events that are counted, by the times that the events tell. */
async function until(store: Store, selection: Selection, counted: readonly string[]): Promise<TimingAnswer> {
  const opening = openingOf(selection.kpi);
  const { text, params } = whereOf(store, selection);
  const subjects = await store.sql.query<{ subject: string; lane: number; total: number }>(
    `SELECT subject, deltas[1].1 AS lane, count() OVER () AS total FROM (
       SELECT subject, bucket, ${DELTAS} FROM kpi_deltas WHERE ${text}
       GROUP BY partner, market, carrier, channel, bucket, subject)
     WHERE ${DEN} = 1 AND ${NUM} = 1
     ORDER BY bucket DESC, subject LIMIT ${TIMED_AT_MOST} SETTINGS final = 0`,
    params,
  );
  const of = subjects[0]?.total ?? 0;
  const answer = { ...UNTIMED, measure: 'until' as const, of, cap: of > TIMED_AT_MOST ? TIMED_AT_MOST : null };
  if (subjects.length === 0 || opening.length === 0) return answer;
  const rows = await store.sql.query<{ subject: string; type: string; time: string }>(
    // Read as it lies: an event that was archived twice says the same twice.
    `SELECT subject, JSONExtractString(value, 'type') AS type, JSONExtractString(value, 'time') AS time FROM events
     PREWHERE generation = {generation:UInt32} AND lane IN {lanes:Array(UInt16)} AND subject IN {subjects:Array(String)}
     WHERE type IN {types:Array(String)} SETTINGS final = 0`,
    {
      generation: store.generation,
      lanes: [...new Set(subjects.map(({ lane }) => lane))],
      subjects: subjects.map(({ subject }) => subject),
      types: [...opening, ...counted],
    },
  );
  const opened = firstTimes(rows, opening);
  const happened = firstTimes(rows, counted);
  const times: number[] = [];
  for (const [subject, time] of happened) {
    const since = opened.get(subject);
    if (since !== undefined) times.push(time - since);
  }
  times.sort((a, b) => a - b);
  return { ...answer, timed: times.length, median: ranked(times, 0.5), p90: ranked(times, 0.9) };
}

/** The events that put a subject into the population, or on its day. */
function openingOf({ cohort, population }: CompiledKpi): readonly string[] {
  if (cohort.kind === 'first') return cohort.on;
  return population.kind === 'reached' ? population.reached.on : [];
}

function firstTimes(rows: readonly { subject: string; type: string; time: string }[], types: readonly string[]) {
  const firsts = new Map<string, number>();
  for (const { subject, type, time } of rows) {
    const at = Date.parse(time);
    if (types.includes(type) && at < (firsts.get(subject) ?? Number.POSITIVE_INFINITY)) firsts.set(subject, at);
  }
  return firsts;
}

const rankedSql = (share: number): string => `if(empty(lates), NULL, lates[toUInt64(ceil(length(lates) * ${share}))])`;

/** By nearest rank. */
const ranked = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.ceil(sorted.length * share) - 1] ?? null;
