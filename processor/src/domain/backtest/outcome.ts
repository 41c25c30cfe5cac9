import type { BacktestVerdict } from '../../contract/index.ts';
import { hasEndedLate, type JudgedClock, knownDue } from '../clock/judge/judged-clock.ts';
import { isLate } from '../clock/tell/evidence.ts';
import { GRACE_MS } from '../clock/tell/grace.ts';

/** Which clocks count, and how far anything is known. */
export interface Interval {
  /** ms UTC; it ends before `to`. */
  readonly from: number;
  readonly to: number;
}

/** How a clock ends up as of the end of an interval. */
export interface Outcome {
  readonly promise: string;
  readonly cycle: number;
  readonly verdict: BacktestVerdict;
  /** ms UTC; null without one, and while it is paused. */
  readonly due: number | null;
  readonly row: string;
  readonly counted: boolean;
}

/**
 * The outcome of a clock that was judged by what happened before `to`.
 * @param horizon how far its lane has come, ms UTC: a deadline that lies beyond it, less the grace, has not been missed yet.
 */
export function outcomeOf(clock: JudgedClock, { from, to }: Interval, horizon: number): Outcome {
  const due = knownDue(clock);
  // A clock belongs where its deadline is; one without belongs where it ended.
  const at = due ?? clock.stop;
  return {
    promise: clock.rule.promise.id,
    cycle: clock.cycle,
    verdict: verdictOf(clock, due, to, horizon),
    due,
    row: clock.row.name,
    counted: at !== null && at >= from && at < to,
  };
}

function verdictOf(clock: JudgedClock, due: number | null, to: number, horizon: number): BacktestVerdict {
  if (isLate(clock)) return 'breached';
  if (clock.end === 'cancelled') return 'cancelled';
  if (clock.end === 'stopped') return due === null ? 'no-deadline' : 'met';
  if (due === null || due >= to) return 'open';
  return due + GRACE_MS < horizon || hasEndedLate(clock) ? 'breached' : 'undecided';
}
