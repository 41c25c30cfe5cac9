/**
 * What `POST /api/backtest` says, a JSON object a line: some `progress`, a `difference` for each clock that differs, and as
 * the last line the `result`, or `failed`. Instants are ISO 8601.
 */
export type BacktestLine = BacktestProgress | BacktestDifference | BacktestResult | BacktestFailure;

export interface BacktestProgress {
  readonly kind: 'progress';
  /** Events read so far, and about how many there are. */
  readonly events: number;
  readonly of: number;
}

/** How a clock ends up under one of the two policies, as of the end of the interval. */
export interface BacktestClock {
  /** Whether its deadline (or its end, if it has none) falls into the interval: only then it is counted. */
  readonly counted: boolean;
  readonly verdict: BacktestVerdict;
  readonly due: string | null;
  /** The row that ruled it. */
  readonly row: string;
}

/**
 * `undecided`: its deadline has passed, but its lane has not come so far. `no-deadline`: it ended, and its row promises no
 * time. `open`: nothing can be said yet.
 */
export type BacktestVerdict = 'breached' | 'met' | 'cancelled' | 'undecided' | 'no-deadline' | 'open';

export interface BacktestDifference {
  readonly kind: 'difference';
  readonly subject: string;
  readonly promise: string;
  readonly cycle: number;
  readonly partner: string;
  /** null where that policy promises nothing. */
  readonly before: BacktestClock | null;
  readonly after: BacktestClock | null;
}

export interface BacktestCounts {
  /** Clocks that are counted. */
  readonly clocks: number;
  readonly breached: number;
  readonly met: number;
  readonly cancelled: number;
  readonly undecided: number;
  readonly noDeadline: number;
}

export interface BacktestPair {
  readonly before: BacktestCounts;
  readonly after: BacktestCounts;
}

export interface BacktestResult {
  readonly kind: 'result';
  readonly pack: string;
  readonly title: string;
  /** The published version that the pack was held against; null if none of its name is in force. */
  readonly against: number | null;
  readonly from: string;
  readonly to: string;
  readonly events: number;
  readonly subjects: number;
  readonly total: BacktestPair;
  readonly byPromise: Readonly<Record<string, BacktestPair>>;
  readonly byPartner: Readonly<Record<string, BacktestPair>>;
  /** Clocks that differ, and subjects that have one. */
  readonly differences: { readonly clocks: number; readonly subjects: number };
  /** Subjects that could not be judged, since a calendar does not reach so far; they are in none of the counts. */
  readonly beyondCalendar: number;
  /** One of them. */
  readonly beyondCalendarExample: string | null;
}

export interface BacktestFailure {
  readonly kind: 'failed';
  readonly reason: string;
  readonly remedy: string;
}
