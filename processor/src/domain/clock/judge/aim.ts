import { businessDays } from '../../calendar/business-days.ts';
import { CalendarError } from '../../calendar/errors.ts';
import { addWorking } from '../../calendar/working-time.ts';
import type { StepTime, Target, TargetRow } from '../../policy/compiled.ts';
import type { PromiseRule } from '../rules/promise-rule.ts';
import {
  beforeLasting,
  type Counted,
  countBetween,
  countOn,
  NO_PAUSES,
  type Pause,
  pausesSince,
  postponed,
} from './pauses.ts';
import { promisedInstant } from './promised-instant.ts';

/** What a clock is aimed at: the last instant at which a stop keeps the promise, or why there is none. */
export interface Aim {
  readonly kind: 'deadline' | 'none' | 'not-set';
  /** ms UTC; Infinity while a pause lasts that began before it. */
  readonly due: number | null;
  /** When each step of the promise's ladder comes, ms UTC, in the ladder's order; Infinity for those that never do, or not
   * as long as a pause lasts. */
  readonly steps: readonly number[];
}

const NO_STEPS: readonly number[] = [];
const NONE: Aim = { kind: 'none', due: null, steps: NO_STEPS };
const NOT_SET: Aim = { kind: 'not-set', due: null, steps: NO_STEPS };

/** The row of a subject that fits no row of the policy: it goes to the tray of unmatched ones, and is timed. */
export const UNMATCHED: TargetRow = {
  name: 'unmatched',
  target: { kind: 'not-set' },
  team: '',
  action: '',
  urgent: false,
  provenance: '',
};

/**
 * The deadline of a clock that started at `start` (ms UTC), and its steps.
 * @param data the subject's, with the promised date as the promise takes it.
 * @param pauses in their order; what a promised date says they do not change.
 * @throws CalendarError `CALENDAR_ENDS` when the working spans that were compiled do not reach so far.
 */
export function aim(
  target: Target,
  start: number,
  rule: PromiseRule,
  data: Readonly<Record<string, unknown>>,
  pauses: readonly Pause[] = NO_PAUSES,
): Aim {
  switch (target.kind) {
    case 'none':
      return withoutDeadline(NONE, start, rule, pauses);
    case 'not-set':
      return withoutDeadline(NOT_SET, start, rule, pauses);
    case 'until': {
      const due = promisedInstant(target.field, rule, data);
      if (Number.isNaN(due)) return withoutDeadline(NOT_SET, start, rule, pauses);
      return withDeadline(due, start, undefined, NO_PAUSES, rule, pauses);
    }
    case 'elapsed':
      return withDeadline(start + target.ms, start, undefined, pauses, rule, pauses);
    case 'working': {
      const calendar = rule.calendars.get(target.calendar)!;
      return withDeadline(addWorking(calendar, start, target.ms), start, calendar, pauses, rule, pauses);
    }
    case 'business-days': {
      const calendar = rule.calendars.get(target.calendar)!;
      const unpaused = businessDays(calendar, start, target.days, target.reading);
      return withDeadline(unpaused, start, calendar, pauses, rule, pauses);
    }
  }
}

/**
 * @param unpaused the deadline as if the clock had never paused: a step that is a share of the target is a share of that.
 * @param moving the pauses that move the deadline and what is reckoned from it.
 */
function withDeadline(
  unpaused: number,
  start: number,
  on: Counted,
  moving: readonly Pause[],
  rule: PromiseRule,
  pauses: readonly Pause[],
): Aim {
  const due = postponed(on, unpaused, moving);
  const { ladder } = rule.promise;
  if (ladder.length === 0) return { kind: 'deadline', due, steps: NO_STEPS };
  const steps = new Array<number>(ladder.length);
  for (let n = 0; n < ladder.length; n++) {
    const { at } = ladder[n]!;
    if ('percent' in at) {
      // A share of a target in working time is working time: nobody is reminded on a Sunday night of a Monday's deadline.
      const share = Math.round((countBetween(on, start, unpaused) * at.percent) / 100);
      steps[n] = postponed(on, countOn(on, start, share), moving);
    } else if ('before' in at) {
      const before = beforeLasting(moving);
      steps[n] = beforeDeadline(postponed(on, unpaused, before) - at.before, moving[before.length]);
    } else if ('after' in at) {
      const isKnown = due !== Number.POSITIVE_INFINITY;
      steps[n] = isKnown ? stepInstant(calendarOf(at, rule), due, at.after, pausesSince(pauses, due)) : due;
    } else steps[n] = afterStart(at, start, rule, pauses);
  }
  return { kind: 'deadline', due, steps };
}

/** @param at as it would be if the pause that lasts had never begun: it comes if that is not behind its beginning. */
const beforeDeadline = (at: number, lasts: Pause | undefined): number =>
  lasts !== undefined && lasts.from < at ? Number.POSITIVE_INFINITY : at;

function withoutDeadline(aimed: Aim, start: number, rule: PromiseRule, pauses: readonly Pause[]): Aim {
  const { ladder } = rule.promise;
  if (ladder.length === 0) return aimed;
  const steps = ladder.map(({ at }) =>
    'start' in at ? afterStart(at, start, rule, pauses) : Number.POSITIVE_INFINITY,
  );
  return { ...aimed, steps };
}

type AfterStart = Extract<StepTime, { readonly start: number }>;

const afterStart = (at: AfterStart, start: number, rule: PromiseRule, pauses: readonly Pause[]): number =>
  stepInstant(calendarOf(at, rule), start, at.start, pauses);

/**
 * Counted time after an instant. A step that lies beyond what its calendar knows, years ahead, does not come: the clock runs
 * all the same, since only a deadline must be known.
 */
function stepInstant(on: Counted, from: number, ms: number, pauses: readonly Pause[]): number {
  try {
    return postponed(on, countOn(on, from, ms), pauses);
  } catch (error) {
    if (error instanceof CalendarError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

const calendarOf = ({ calendar }: { readonly calendar?: string }, rule: PromiseRule): Counted =>
  calendar === undefined ? undefined : rule.calendars.get(calendar);
