import { hasEndedLate, type JudgedClock, knownDue } from '../judge/judged-clock.ts';
import { GRACE_MS } from './grace.ts';
import { NOTHING, type Saying, saying } from './saying.ts';
import type { Told } from './told.ts';

/** Ended, but after its deadline. */
export const isLate = ({ aim: { due }, stop }: JudgedClock): boolean => due !== null && stop !== null && stop > due;

/**
 * What new evidence changes in what was told: a late stop is a breach (and its end), a stop in time or a moved deadline
 * takes a breach back, an end before an escalation takes that back. Called whenever the judgement of a subject may have
 * changed; changes `told`.
 */
export function tellEvidence(clock: JudgedClock, told: Told, horizon: number): readonly Saying[] {
  const taken = clock.stop === null ? NOTHING : takeBackSteps(told, ({ at }) => clock.stop! <= at, why(clock));
  // It went on after the end that was told: the breach stands, and its next end is another one.
  const goesOn = clock.reopenings > told.reopenings;
  const rest = isLate(clock) ? tellLate(clock, told, goesOn) : tellKept(clock, told, horizon, goesOn);
  return taken.length === 0 ? rest : [...taken, ...rest];
}

function tellLate(clock: JudgedClock, told: Told, goesOn: boolean): readonly Saying[] {
  const sayings: Saying[] = [];
  if (!told.breached) sayings.push(breach(told, clock.aim.due!, 'ended after its deadline'));
  if (told.ended !== 'late' || goesOn) {
    told.ended = 'late';
    told.reopenings = clock.reopenings;
    const kind = clock.end === 'cancelled' ? 'cancelled-late' : 'met-late';
    sayings.push(saying(kind, endStep(told), clock.stop!, told, `${clock.endedBy} came after the deadline`));
  }
  return sayings;
}

/** A clock that went on may end again; no two signals of a revision have one name. */
function endStep(told: Told): string {
  const step = told.ends === 0 ? 'stop' : `stop~${told.ends}`;
  told.ends++;
  return step;
}

function tellKept(clock: JudgedClock, told: Told, horizon: number, goesOn: boolean): readonly Saying[] {
  const { due } = clock.aim;
  const overdue = due !== null && clock.stop === null && (due + GRACE_MS < horizon || hasEndedLate(clock));
  // An end that was told and is none any more: the breach that ended is taken back too, and rings anew under its own name.
  const unended = told.ended === 'late' && !goesOn && overdue;
  const isTakenBack = told.breached && (!overdue || unended);
  const reason = unended ? 'what had ended it no longer counts' : why(clock);
  const taken = isTakenBack ? [takeBackBreach(told, knownDue(clock) ?? clock.start, reason)] : NOTHING;
  if (clock.stop === null) {
    if (!goesOn) told.ended = 'no';
    return taken;
  }
  if (told.ended === 'kept' && !goesOn) return taken;
  return [...taken, ...tellEndOfEscalated(clock, told)];
}

/** Whoever was told that nobody had done it hears that it is done. Of a clock that troubled nobody nothing is said. */
function tellEndOfEscalated(clock: JudgedClock, told: Told): readonly Saying[] {
  const escalated = told.steps.filter(({ escalation }) => escalation !== null);
  told.ended = escalated.length === 0 ? 'no' : 'kept';
  told.reopenings = clock.reopenings;
  if (escalated.length === 0) return NOTHING;
  const kind = clock.end === 'cancelled' ? 'cancelled' : 'met';
  const end = saying(kind, endStep(told), clock.stop!, told, `${clock.endedBy} ended it in time`);
  const tell = [...new Set(escalated.flatMap(({ escalation }) => escalation!.tell))];
  return [{ ...end, tell, quiet: escalated.every(({ quiet }) => quiet) }];
}

/** What is left to say of a clock that evidence has taken away: nothing was promised after all. */
export function tellVanished(clock: JudgedClock, told: Told): readonly Saying[] {
  const reason = 'late evidence: nothing was promised';
  const steps = takeBackSteps(told, () => true, reason);
  told.ended = 'no';
  if (!told.breached) return steps;
  return [...steps, takeBackBreach(told, clock.start, reason)];
}

export function breach(told: Told, due: number, reason: string): Saying {
  told.breached = true;
  return saying('breached', 'deadline', due, told, reason);
}

function takeBackBreach(told: Told, at: number, reason: string): Saying {
  const retraction = saying('retracted', 'retract', at, told, reason);
  told.breached = false;
  told.ended = 'no';
  told.ends = 0;
  told.revision++;
  return retraction;
}

function takeBackSteps(told: Told, isVain: (step: Told['steps'][number]) => boolean, reason: string) {
  if (told.steps.length === 0) return NOTHING;
  const sayings: Saying[] = [];
  for (const step of told.steps) {
    if (step.escalation === null || !isVain(step)) continue;
    const { level, role, tell } = step.escalation;
    const ladder = { level, role, responsibility: '' };
    sayings.push({
      ...saying('retracted', `retract:${step.name}`, step.at, told, reason),
      ladder,
      tell,
      quiet: step.quiet,
    });
    step.escalation = null;
  }
  return sayings;
}

const why = (clock: JudgedClock): string =>
  clock.end === 'running' ? 'the deadline moved' : `late evidence: ${clock.endedBy} before the deadline`;
