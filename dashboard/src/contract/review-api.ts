/**
 * What `GET /api/review` answers; docs/review.md says exactly what each number counts. Instants and times are ms, percents have
 * two decimals, and null stands for what there is nothing to reckon from.
 */

/** By what clocks are put together. A clock stands on several levels of its ladder, so that `level` is no partition. */
export type ReviewBy = 'team' | 'partner' | 'promise' | 'level';

export interface ReviewAnswer {
  readonly from: number;
  readonly to: number;
  /** The zone in which `from` and `to` were read as days. */
  readonly tz: string;
  readonly by: ReviewBy;
  /** Up to where the time of clocks that are still open is counted: `to`, or now if that comes first. */
  readonly asOf: number;
  readonly filters: ReviewFilters;
  readonly total: ReviewRow;
  /** In the order of their names, what has none last; no groups if it is by level, whose rows are `total.levels`. */
  readonly groups: readonly ReviewRow[];
}

export interface ReviewFilters {
  readonly partner: string | null;
  readonly team: string | null;
  readonly promise: string | null;
  readonly kind: 'contractual' | 'internal' | null;
}

export interface ReviewRow {
  /** A team, a partner or a promise, empty for clocks that name none; null for the total. */
  readonly group: string | null;
  /** What the policies in force call it, if they do. */
  readonly name: string | null;
  readonly opened: number;
  readonly met: number;
  readonly breached: number;
  readonly cancelled: number;
  /** Ended, and their rows promise no time. */
  readonly noDeadline: number;
  readonly open: number;
  /** met / (met + breached). */
  readonly compliancePercent: number | null;
  /** How many ended by what was promised, in time or late: median and p90 are theirs. */
  readonly resolved: number;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  readonly ratings: number;
  readonly satisfactionPercent: number | null;
  /** In the order of the ladder. */
  readonly levels: readonly ReviewLevel[];
}

/** Clocks on one level of their ladders; the same clock may stand on several, one after the other. */
export interface ReviewLevel {
  /** Empty: the first level, where a clock stands before anybody is escalated to. */
  readonly level: string;
  /** How many came to it in the period for the first time. */
  readonly reached: number;
  /** How many stood on it at any time of the period. What became of them by its end adds up to this. */
  readonly stood: number;
  readonly ms: number;
  readonly averageMs: number;
  readonly met: number;
  readonly breached: number;
  readonly cancelled: number;
  readonly noDeadline: number;
  readonly open: number;
}
