import type { JudgedClock } from '../judge/judged-clock.ts';
import { isDeferred } from '../judge/pauses.ts';
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
  const goesOn = told.reopenings !== clock.reopenings;
  told.reopenings = clock.reopenings;
  // It went on after its end was told: the breach stands, and its next end is another one.
  if (goesOn) told.ended = false;
  const rest = isLate(clock) ? tellLate(clock, told) : tellKept(clock, told, horizon);
  return taken.length === 0 ? rest : [...taken, ...rest];
}

function tellLate(clock: JudgedClock, told: Told): readonly Saying[] {
  const sayings: Saying[] = [];
  if (!told.breached) sayings.push(breach(told, clock.aim.due!, 'ended after its deadline'));
  if (!told.ended) {
    told.ended = true;
    const step = told.ends === 0 ? 'stop' : `stop~${told.ends}`;
    told.ends++;
    const kind = clock.end === 'cancelled' ? 'cancelled-late' : 'met-late';
    sayings.push(saying(kind, step, clock.stop!, told, `${clock.endedBy} came after the deadline`));
  }
  return sayings;
}

function tellKept(clock: JudgedClock, told: Told, horizon: number): readonly Saying[] {
  const { due } = clock.aim;
  const overdue = due !== null && clock.stop === null && due + GRACE_MS < horizon && !isDeferred(clock.pauses, due);
  // An end that was told and is none any more: the breach that ended is taken back too, and rings anew under its own name.
  const unended = told.ended && overdue;
  told.ended = false;
  if (!told.breached || (overdue && !unended)) return NOTHING;
  const reason = unended ? 'what had ended it no longer counts' : why(clock);
  return [takeBackBreach(told, due ?? clock.start, reason)];
}

/** What is left to say of a clock that evidence has taken away: nothing was promised after all. */
export function tellVanished(clock: JudgedClock, told: Told): readonly Saying[] {
  const reason = 'late evidence: nothing was promised';
  const steps = takeBackSteps(told, () => true, reason);
  if (!told.breached) return steps;
  told.ended = false;
  return [...steps, takeBackBreach(told, clock.start, reason)];
}

export function breach(told: Told, due: number, reason: string): Saying {
  told.breached = true;
  return saying('breached', 'deadline', due, told, reason);
}

function takeBackBreach(told: Told, at: number, reason: string): Saying {
  const retraction = saying('retracted', 'retract', at, told, reason);
  told.breached = false;
  told.ends = 0;
  told.revision++;
  return retraction;
}

function takeBackSteps(told: Told, isVain: (step: Told['steps'][number]) => boolean, reason: string) {
  if (told.steps.length === 0) return NOTHING;
  const sayings: Saying[] = [];
  for (const step of told.steps) {
    if (step.escalation === null || !isVain(step)) continue;
    const { level, role } = step.escalation;
    const ladder = { level, role, responsibility: '' };
    sayings.push({ ...saying('retracted', `retract:${step.name}`, step.at, told, reason), ladder, quiet: step.quiet });
    step.escalation = null;
  }
  return sayings;
}

const why = (clock: JudgedClock): string =>
  clock.end === 'running' ? 'the deadline moved' : `late evidence: ${clock.endedBy} before the deadline`;
