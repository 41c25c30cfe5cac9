import type { JudgedClock } from '../clock/judge/judged-clock.ts';
import { type Interval, type Outcome, outcomeOf } from './outcome.ts';
import type { Tally } from './tally.ts';

/** A clock that ends up otherwise; null on the side on which nothing is promised. */
export interface Difference {
  readonly promise: string;
  readonly cycle: number;
  readonly before: Outcome | null;
  readonly after: Outcome | null;
}

/** The clocks of one subject, as both sides judge it. */
export interface JudgedTwice {
  readonly partner: string;
  readonly before: readonly JudgedClock[];
  readonly after: readonly JudgedClock[];
}

/** Adds a subject's clocks to the tally and answers those that differ: in verdict, deadline, row, or in being counted. */
export function compare({ partner, before, after }: JudgedTwice, interval: Interval, horizon: number, tally: Tally) {
  const differences: Difference[] = [];
  const old = new Map<string, Outcome>();
  for (const clock of before) {
    const outcome = outcomeOf(clock, interval, horizon);
    tally.add('before', partner, outcome);
    old.set(clock.key, outcome);
  }
  const differ = (was: Outcome | null, is: Outcome | null): void => {
    if (!was?.counted && !is?.counted) return;
    if (was !== null && is !== null && isSame(was, is)) return;
    const { promise, cycle } = (was ?? is)!;
    differences.push({ promise, cycle, before: was, after: is });
  };
  for (const clock of after) {
    const outcome = outcomeOf(clock, interval, horizon);
    tally.add('after', partner, outcome);
    differ(old.get(clock.key) ?? null, outcome);
    old.delete(clock.key);
  }
  for (const outcome of old.values()) differ(outcome, null);
  return differences;
}

const isSame = (a: Outcome, b: Outcome): boolean =>
  a.verdict === b.verdict && a.due === b.due && a.row === b.row && a.counted === b.counted;
