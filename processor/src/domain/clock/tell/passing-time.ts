import type { LadderStep, StepTime } from '../../policy/compiled.ts';
import type { JudgedClock } from '../judge/judged-clock.ts';
import { breach, isLate } from './evidence.ts';
import { GRACE_MS } from './grace.ts';
import { NOTHING, type Saying, saying } from './saying.ts';
import { isStepTold, type Told, UNTOLD } from './told.ts';

/** Whether there is anything to tell of a clock of which nothing has been told: of most there never is. */
export const hasNews = (clock: JudgedClock, horizon: number): boolean =>
  isLate(clock) || nextInstant(clock, UNTOLD) + GRACE_MS < horizon;

/**
 * What the passing of time makes of a clock: everything whose instant + grace lies before the horizon, in the order of the
 * instants; changes `told`.
 * @param isQuiet whether what is about an instant rings nobody.
 */
export function tellTime(
  clock: JudgedClock,
  told: Told,
  horizon: number,
  isQuiet: (at: number) => boolean,
): readonly Saying[] {
  if (clock.end !== 'running') return NOTHING;
  const { due, steps } = clock.aim;
  const isOver = told.breached || (due !== null && hasCome(due, horizon));
  const sayings: Saying[] = [];
  if (isOver && !told.breached) sayings.push(breach(told, due!, 'its deadline passed'));
  for (let n = 0; n < steps.length; n++) {
    const step = clock.rule.promise.ladder[n]!;
    const at = steps[n]!;
    if (!hasCome(at, horizon) || isStepTold(told, step.name)) continue;
    const isReminder = isBeforeDeadline(step.at);
    // A step before the deadline has nothing to add once the breach itself is told.
    if (isReminder && isOver) continue;
    const escalation = isReminder ? null : { level: step.level, role: step.role, tell: [] };
    told.steps.push({ name: step.name, at, quiet: isQuiet(at), escalation });
    sayings.push(stepSaying(step, at, isReminder, told));
  }
  // The breach stands first of those of its instant; sorting keeps the ladder's order among the others.
  return sayings.length < 2 ? sayings : sayings.sort((a, b) => a.at - b.at);
}

const hasCome = (at: number, horizon: number): boolean => at + GRACE_MS < horizon;

/** A reminder of what is near; every other step tells somebody of what has not been done. */
const isBeforeDeadline = (at: StepTime): boolean => 'before' in at || ('percent' in at && at.percent < 100);

function stepSaying(step: LadderStep, at: number, isReminder: boolean, told: Told): Saying {
  const [kind, reason] = isReminder
    ? (['at-risk', 'its deadline comes near'] as const)
    : (['escalated', `still open at level ${step.level}`] as const);
  return { ...saying(kind, step.name, at, told, reason), ladder: step };
}

/** The next instant that time alone would make something of, ms UTC; Infinity when there is none. */
export function nextInstant(clock: JudgedClock, told: Told = UNTOLD): number {
  if (clock.end !== 'running') return Number.POSITIVE_INFINITY;
  const { due, steps } = clock.aim;
  let next = Number.POSITIVE_INFINITY;
  if (due !== null && !told.breached) next = due;
  for (let n = 0; n < steps.length; n++) {
    const at = steps[n]!;
    if (at >= next) continue;
    const step = clock.rule.promise.ladder[n]!;
    // A reminder that the breach has overtaken has nothing to say any more.
    if (isStepTold(told, step.name) || (told.breached && isBeforeDeadline(step.at))) continue;
    next = at;
  }
  return next;
}
