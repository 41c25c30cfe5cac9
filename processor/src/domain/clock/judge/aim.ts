import { businessDays } from '../../calendar/business-days.ts';
import { addWorking } from '../../calendar/working-time.ts';
import type { StepTime, Target, TargetRow } from '../../policy/compiled.ts';
import type { PromiseRule } from '../rules/promise-rule.ts';
import { type Counted, countBetween, countOn, NO_PAUSES, type Pause, postponed } from './pauses.ts';
import { promisedInstant } from './promised-instant.ts';

/** What a clock is aimed at: the last instant at which a stop keeps the promise, or why there is none. */
export interface Aim {
  readonly kind: 'deadline' | 'none' | 'not-set';
  /** ms UTC. While a pause lasts that began before it, it has not come: see `isDeferred`. */
  readonly due: number | null;
  /** When each step of the promise's ladder comes, ms UTC, in the ladder's order; Infinity for those that never do. */
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
      return withDeadline(due, start, undefined, due, NO_PAUSES, rule, pauses);
    }
    case 'elapsed':
      return counted(start + target.ms, start, undefined, rule, pauses);
    case 'working': {
      const calendar = rule.calendars.get(target.calendar)!;
      return counted(addWorking(calendar, start, target.ms), start, calendar, rule, pauses);
    }
    case 'business-days': {
      const calendar = rule.calendars.get(target.calendar)!;
      return counted(businessDays(calendar, start, target.days, target.reading), start, calendar, rule, pauses);
    }
  }
}

/** @param unpaused the deadline as if the clock had never paused. */
function counted(unpaused: number, start: number, on: Counted, rule: PromiseRule, pauses: readonly Pause[]): Aim {
  return withDeadline(postponed(on, unpaused, pauses), start, on, unpaused, pauses, rule, pauses);
}

/**
 * @param unpaused of which a step that is a share of the target is a share.
 * @param moving the pauses that move such a step, as they moved the deadline.
 */
function withDeadline(
  due: number,
  start: number,
  on: Counted,
  unpaused: number,
  moving: readonly Pause[],
  rule: PromiseRule,
  pauses: readonly Pause[],
): Aim {
  const { ladder } = rule.promise;
  if (ladder.length === 0) return { kind: 'deadline', due, steps: NO_STEPS };
  const steps: number[] = [];
  for (const { at } of ladder) {
    if ('percent' in at) {
      // A share of a target in working time is working time: nobody is reminded on a Sunday night of a Monday's deadline.
      const share = Math.round((countBetween(on, start, unpaused) * at.percent) / 100);
      steps.push(postponed(on, countOn(on, start, share), moving));
    } else if ('before' in at) steps.push(due - at.before);
    else if ('after' in at) {
      const calendar = calendarOf(at, rule);
      steps.push(postponed(calendar, countOn(calendar, due, at.after), pauses, due));
    } else steps.push(afterStart(at, start, rule, pauses));
  }
  return { kind: 'deadline', due, steps };
}

function withoutDeadline(aimed: Aim, start: number, rule: PromiseRule, pauses: readonly Pause[]): Aim {
  const { ladder } = rule.promise;
  if (ladder.length === 0) return aimed;
  const steps = ladder.map(({ at }) =>
    'start' in at ? afterStart(at, start, rule, pauses) : Number.POSITIVE_INFINITY,
  );
  return { ...aimed, steps };
}

type AfterStart = Extract<StepTime, { readonly start: number }>;

function afterStart(at: AfterStart, start: number, rule: PromiseRule, pauses: readonly Pause[]): number {
  const calendar = calendarOf(at, rule);
  return postponed(calendar, countOn(calendar, start, at.start), pauses);
}

const calendarOf = ({ calendar }: { readonly calendar?: string }, rule: PromiseRule): Counted =>
  calendar === undefined ? undefined : rule.calendars.get(calendar);
