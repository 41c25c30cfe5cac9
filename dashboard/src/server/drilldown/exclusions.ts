import { isoOfDay } from '@belfry/processor/contract';
import type { ExclusionRow, ExclusionsAnswer } from '../../contract/kpi-api.ts';
import { type Selection, type Store, whereCut, whereOf } from './selection.ts';

/** Of the newest of these the words are read from the archive. */
const MOST_ROWS = 1_000;
const PREFIX = 'excluded/';

interface Left {
  readonly subject: string;
  readonly partner: string;
  readonly day: number;
  readonly lane: number;
  readonly why: string;
  readonly at: number;
  readonly total: number;
}

/** The subjects that were counted in these days, count nowhere now, and whose last word was an exclusion. */
export async function exclusions(store: Store, selection: Selection): Promise<ExclusionsAnswer> {
  const { text, params } = whereOf(store, selection);
  const whole = whereCut(store, [selection.kpi.id], selection.partner, {});
  const left = await store.sql.query<Left>(
    // By subject alone: one that was excluded, went to another partner and counts there is none of all partners' exclusions.
    `SELECT subject, argMax(whose, told) AS partner, argMax(bucket, told) AS day, argMax(lane, told) AS lane, argMax(cause, told) AS why,
       max(append_time) AS at, count() OVER () AS total
     FROM (
       SELECT subject, partner AS whose, bucket, lane, cause, den, append_time, (append_time, lane, offset) AS told
       FROM kpi_deltas
       WHERE ${whole.text} ${selection.known === null ? '' : 'AND append_time <= {known:Int64}'} AND subject IN (
         SELECT subject FROM kpi_deltas WHERE ${text} AND startsWith(cause, '${PREFIX}'))
     )
     GROUP BY subject HAVING sum(den) = 0 AND startsWith(why, '${PREFIX}')
     ORDER BY at DESC, subject LIMIT ${MOST_ROWS}`,
    { ...whole.params, ...params },
  );
  const reasons = new Set(selection.kpi.excludes.map(({ name }) => name));
  const isPolicy = ({ why }: Left): boolean => reasons.has(why.slice(PREFIX.length));
  const said = await wordsOf(
    store,
    selection,
    left.filter((row) => !isPolicy(row)),
  );
  return {
    total: left[0]?.total ?? 0,
    rows: left.map((row): ExclusionRow => {
      const { subject, partner, day, why, at } = row;
      const reason = why.slice(PREFIX.length);
      const word = isPolicy(row) ? undefined : said.get(subject);
      const { who = null, words = null, evidence = null } = word ?? {};
      const by = isPolicy(row) ? 'policy' : 'person';
      return { subject, partner, day: isoOfDay(day), reason, by, who, words, evidence, at: word?.at ?? at };
    }),
  };
}

interface Word {
  readonly who: string | null;
  readonly words: string | null;
  readonly evidence: string | null;
  readonly at: number;
}

/** What was said last of each subject, for this KPI or for all of them. */
async function wordsOf({ sql, generation }: Store, { kpi }: Selection, left: readonly Left[]) {
  if (left.length === 0) return new Map<string, Word>();
  const rows = await sql.query<{ subject: string; value: string }>(
    // Read as it lies: an event that was archived twice says the same twice.
    `SELECT subject, value FROM events
     PREWHERE generation = {generation:UInt32} AND lane IN {lanes:Array(UInt16)} AND subject IN {subjects:Array(String)}
     WHERE JSONExtractString(value, 'type') = 'kpi.excluded'
     ORDER BY lane, subject, offset SETTINGS final = 0`,
    { generation, lanes: [...new Set(left.map(({ lane }) => lane))], subjects: left.map(({ subject }) => subject) },
  );
  const said = new Map<string, Word>();
  for (const { subject, value } of rows) {
    const { time, data = {} } = JSON.parse(value) as { time?: string; data?: Record<string, unknown> };
    if (data.withdrawn === true || (data.kpi !== undefined && !isNamed(String(data.kpi), kpi.id))) continue;
    const at = Date.parse(time ?? '');
    if ((said.get(subject)?.at ?? Number.NEGATIVE_INFINITY) > at) continue;
    said.set(subject, { who: text(data.who), words: text(data.reason), evidence: text(data.evidence), at });
  }
  return said;
}

/** A KPI may be named without its pack. */
const isNamed = (name: string, id: string): boolean => name === id || name === id.slice(id.indexOf('/') + 1);

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
