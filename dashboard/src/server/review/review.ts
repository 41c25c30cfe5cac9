import type { Sql } from '@belfry/sql';
import type { ReviewAnswer, ReviewLevel, ReviewRow } from '../../contract/review-api.ts';
import type { ReviewQuestion } from './chosen-clocks.ts';
import { type ClockCounts, countClocks, type OfGroup } from './count-clocks.ts';
import { levelTimes } from './level-times.ts';
import { type Ratings, ratingsOf } from './ratings.ts';
import { type ResolveTimes, resolveTimes } from './resolve-times.ts';

export interface ReviewSources {
  readonly sql: Sql;
  readonly generation: number;
  /** ms UTC. */
  readonly now: () => number;
  /** What a partner or a promise is called, if the policies in force say so. */
  readonly nameOf: (by: ReviewQuestion['by'], group: string) => string | undefined;
}

/** Answers a review from the tables, a statement for each kind of figure. Throws SqlError. */
export async function reviewOf(
  { sql, generation, now, nameOf }: ReviewSources,
  question: ReviewQuestion,
): Promise<ReviewAnswer> {
  const { from, to, tz, by, filters } = question;
  const asOf = Math.min(to, now());
  const [counts, times, levels, ratings] = await Promise.all([
    countClocks(sql, generation, question),
    resolveTimes(sql, generation, question),
    levelTimes(sql, generation, question, asOf),
    ratingsOf(sql, generation, question),
  ]);
  const rowOf = (group: string | null): ReviewRow => {
    const isOf = (row: OfGroup<object>): boolean => (group === null ? row.isTotal : !row.isTotal && row.grp === group);
    return {
      group,
      name: group === null ? null : (nameOf(by, group) ?? null),
      ...countsIn(counts.find(isOf)),
      ...timesIn(times.find(isOf)),
      ...ratingsIn(ratings.find(isOf)),
      levels: levels.filter(isOf).map(levelIn),
    };
  };
  // A group may have nothing in the period but a rating of what had ended before it.
  const named = [...counts, ...ratings].filter(({ isTotal }) => !isTotal).map(({ grp }) => grp);
  const groups = by === 'level' ? [] : [...new Set(named)].sort(nameless).map(rowOf);
  return { from, to, tz, by, asOf, filters, total: rowOf(null), groups };
}

/** What has no name comes last. */
const nameless = (a: string, b: string): number => ((a === '') === (b === '') ? (a < b ? -1 : 1) : a === '' ? 1 : -1);

function countsIn(row: Partial<ClockCounts> | undefined) {
  const { opened = 0, met = 0, breached = 0, cancelled = 0, noDeadline = 0, open = 0 } = row ?? {};
  const judged = met + breached;
  const compliancePercent = judged === 0 ? null : inHundredths((100 * met) / judged);
  return { opened, met, breached, cancelled, noDeadline, open, compliancePercent };
}

function timesIn(row: ResolveTimes | undefined) {
  if (row === undefined || row.resolved === 0) return { resolved: 0, medianMs: null, p90Ms: null };
  const { resolved, medianMs, p90Ms } = row;
  return { resolved, medianMs, p90Ms };
}

function ratingsIn(row: Ratings | undefined) {
  if (row === undefined || row.ratings === 0) return { ratings: 0, satisfactionPercent: null };
  return { ratings: row.ratings, satisfactionPercent: inHundredths(row.satisfactionPercent) };
}

function levelIn({ level, reached, stood, ms, ...became }: OfGroup<Omit<ReviewLevel, 'averageMs'>>): ReviewLevel {
  const { met, breached, cancelled, noDeadline, open } = became;
  return { level, reached, stood, ms, averageMs: Math.round(ms / stood), met, breached, cancelled, noDeadline, open };
}

/** One place for page, JSON, CSV and CLI: they say the same figures. */
const inHundredths = (percent: number): number => Math.round(percent * 100) / 100;
