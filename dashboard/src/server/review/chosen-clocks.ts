import type { ReviewBy, ReviewFilters } from '../../contract/review-api.ts';

/** What a review is asked of, with everything that its statements take. Instants are ms UTC. */
export interface ReviewQuestion {
  readonly from: number;
  /** The period ends before it. */
  readonly to: number;
  readonly tz: string;
  readonly by: ReviewBy;
  readonly filters: ReviewFilters;
}

/** The column by which clocks are put together; by level there is one group of all of them. */
const KEYS = { team: 'team', partner: 'partner', promise: 'promise', level: "''" } as const;

export const keyOf = (by: ReviewBy): string => `toString(${KEYS[by]})`;

/**
 * Clocks that ever ran. What never began has none, and a clock that evidence took away before it had an end never did.
 * An end that lies before the start, as sources tell it now and then, counts at the start.
 */
export const RAN = `generation = {generation:UInt32} AND state != 'pending' AND NOT (state = 'cancelled' AND isNull(stop))`;
export const ENDED = 'if(isNull(stop), NULL, greatest(assumeNotNull(stop), start))';

/** A promise's kind stands in the version that rules the clock, so that an edit does not change the past. */
const KIND = `(policy, promise) IN (
  SELECT number, tupleElement(promised, 1) FROM policies
  ARRAY JOIN JSONExtract(record, 'compiled', 'promises', 'Array(Tuple(id String, kind String))') AS promised
  WHERE generation = {generation:UInt32} AND tupleElement(promised, 2) = {kind:String})`;

/** The condition of the filters that are set. */
export function matching({ partner, team, promise, kind }: ReviewFilters): string {
  const conditions = [
    partner !== null && 'partner = {partner:String}',
    team !== null && 'team = {team:String}',
    promise !== null && 'promise = {promise:String}',
    kind !== null && KIND,
  ].filter((condition) => condition !== false);
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

/** The clocks of a question that ran at any time of its period. */
export const chosenClocks = ({ by, filters }: ReviewQuestion, columns: string): string => `
  SELECT ${keyOf(by)} AS grp, ${ENDED} AS ended, ${columns}
  FROM clocks
  WHERE ${RAN} AND start < {to:Int64} AND ifNull(${ENDED} >= {from:Int64}, true) AND ${matching(filters)}`;

/** What the statements of a question take. */
export function parametersOf({ from, to, filters }: ReviewQuestion, generation: number): Record<string, unknown> {
  const told = Object.entries(filters).filter(([, value]) => value !== null);
  return { generation, from, to, ...Object.fromEntries(told) };
}
