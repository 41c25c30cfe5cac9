import type { StepTime, Target } from '../compiled.ts';

/** A stretch of time that can be compared with others that are counted alike. */
export interface Length {
  /** What it is counted on: a calendar, business days in a reading, or round the clock. */
  readonly on: string;
  readonly amount: number;
}

const ROUND_THE_CLOCK = '';

/** How long a target is; undefined where only its data can tell, or where there is none. */
export function lengthOf(target: Target): Length | undefined {
  switch (target.kind) {
    case 'elapsed':
      return { on: ROUND_THE_CLOCK, amount: target.ms };
    case 'working':
      return { on: target.calendar, amount: target.ms };
    case 'business-days':
      return { on: `${target.reading} business days on ${target.calendar}`, amount: target.days };
    default:
      return undefined;
  }
}

/** Whether a step surely comes at the deadline of a target or behind it. */
export function isBehind(at: StepTime, target: Target): boolean {
  if ('after' in at) return true;
  if ('percent' in at) return at.percent >= 100;
  const length = lengthOf(target);
  if ('before' in at || length === undefined) return false;
  const on = at.calendar ?? ROUND_THE_CLOCK;
  // Working time never runs faster than the clock on the wall.
  return (on === length.on || length.on === ROUND_THE_CLOCK) && at.start >= length.amount;
}
