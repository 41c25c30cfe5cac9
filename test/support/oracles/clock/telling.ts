import type { PaperAim } from './aim.ts';
import type { Course } from './course.ts';
import type { PaperSaying, PaperStep } from './paper.ts';

/** What has been said of a clock, and what is to be said of it next. */
export interface Memory {
  /** Names of the steps that were said. */
  readonly said: Set<string>;
  /** Escalations that stand, with the instants at which they had come when they were said. */
  escalations: readonly { readonly name: string; readonly at: number }[];
  /** A breach stands. */
  breached: boolean;
  revision: number;
  /** How many ends have been told under this revision. */
  ends: number;
  /** The last of them: after how many reopenings it came, and what was told of it. */
  lastEnd: { readonly reopenings: number; readonly as: 'late' | 'kept' } | null;
}

export const newMemory = (): Memory => ({
  ...{ said: new Set(), escalations: [], breached: false, revision: 0, ends: 0, lastEnd: null },
});

/** A clock as it is judged at this moment. */
export interface Judged {
  readonly course: Course;
  readonly aim: PaperAim;
}

const GRACE = 2000;

/** Before the deadline a step is a warning; at it, behind it and behind the start it is an escalation. */
const isWarning = ({ at }: PaperStep): boolean => 'before' in at || ('percent' in at && at.percent < 100);

type Say = (saying: Omit<PaperSaying, 'promise' | 'cycle' | 'revision'>) => void;

function sayer({ course }: Judged, memory: Memory, sayings: PaperSaying[]): Say {
  const { promise, cycle } = course;
  return (saying) => sayings.push({ promise: promise.id, cycle, revision: memory.revision, ...saying });
}

function takeBackBreach(memory: Memory, say: Say): void {
  say({ kind: 'retracted', step: 'retract', at: null });
  Object.assign(memory, { breached: false, revision: memory.revision + 1, ends: 0, lastEnd: null });
}

/** Those who were called in vain are told so, before they are told of the breach. */
function takeBackEscalations(memory: Memory, say: Say, isVain: (said: { readonly at: number }) => boolean): void {
  for (const { name } of memory.escalations.filter(isVain))
    say({ kind: 'retracted', step: `retract:${name}`, at: null });
  memory.escalations = memory.escalations.filter((said) => !isVain(said));
}

/** What new evidence changes: called after every event, and after a policy that judges open subjects again. */
export function sayEvidence(judged: Judged, memory: Memory, horizon: number): PaperSaying[] {
  const sayings: PaperSaying[] = [];
  const say = sayer(judged, memory, sayings);
  const { course, aim } = judged;
  const { end, stop } = course;
  const { due } = aim;
  const reopenings = course.gaps.length;
  const sayEnd = (as: 'late' | 'kept'): void => {
    const last = memory.lastEnd;
    if (last?.as === as && reopenings <= last.reopenings) return;
    const kind = `${end === 'cancelled' ? 'cancelled' : 'met'}${as === 'late' ? '-late' : ''}` as const;
    say({ kind, step: memory.ends === 0 ? 'stop' : `stop~${memory.ends}`, at: stop });
    memory.lastEnd = { reopenings, as };
    memory.ends++;
  };
  if (stop !== null) takeBackEscalations(memory, say, ({ at }) => at >= stop);
  if (stop !== null && due !== null && stop > due) {
    if (!memory.breached) say({ kind: 'breached', step: 'deadline', at: due });
    memory.breached = true;
    sayEnd('late');
  } else {
    // A late end from before a reopening proves that the deadline had passed, though no tick may have said so yet.
    const endedLate = due !== null && course.gaps.some(([from]) => from > due);
    const isOver = stop === null && due !== null && (due + GRACE < horizon || endedLate);
    // An end that was told and is none after all, without a reopening behind it: whoever heard it must hear that it is not so.
    const endIsGone = stop === null && memory.lastEnd?.as === 'late' && reopenings <= memory.lastEnd.reopenings;
    if (memory.breached && (!isOver || endIsGone)) takeBackBreach(memory, say);
    const wentOn = memory.lastEnd !== null && reopenings > memory.lastEnd.reopenings;
    if (stop === null && memory.lastEnd?.as === 'kept' && !wentOn) memory.lastEnd = null;
    // Whoever was called, and not in vain, hears that it is over.
    if (stop !== null && memory.escalations.length > 0) sayEnd('kept');
  }
  return sayings;
}

/** What is left to say of a clock that never was, as evidence tells now. */
export function sayGone(judged: Judged, memory: Memory): PaperSaying[] {
  const sayings: PaperSaying[] = [];
  const say = sayer(judged, memory, sayings);
  takeBackEscalations(memory, say, () => true);
  if (memory.breached) takeBackBreach(memory, say);
  memory.lastEnd = null;
  return sayings;
}

/** What a tick says: everything whose instant lies before its horizon by more than the grace, in the order of the instants. */
export function sayTime(judged: Judged, memory: Memory, horizon: number): PaperSaying[] {
  const sayings: PaperSaying[] = [];
  const say = sayer(judged, memory, sayings);
  const { course, aim } = judged;
  if (course.stop !== null) return sayings;
  const isOver = (instant: number | null): instant is number => instant !== null && instant + GRACE < horizon;
  const breachComes = isOver(aim.due) && !memory.breached;
  const coming: { readonly at: number; readonly step: PaperStep | undefined }[] = [];
  if (breachComes) coming.push({ at: aim.due!, step: undefined });
  course.promise.ladder.forEach((step, n) => {
    const at = aim.steps[n]!;
    if (isOver(at) && !memory.said.has(step.name)) coming.push({ at, step });
  });
  coming.sort((a, b) => a.at - b.at);
  // A warning adds nothing to a breach that the same tick says.
  const warns = !memory.breached && !breachComes;
  for (const { at, step } of coming) {
    if (step === undefined) {
      say({ kind: 'breached', step: 'deadline', at });
      memory.breached = true;
    } else if (!isWarning(step) || warns) {
      memory.said.add(step.name);
      if (!isWarning(step)) memory.escalations = [...memory.escalations, { name: step.name, at }];
      say({ kind: isWarning(step) ? 'at-risk' : 'escalated', step: step.name, at });
    }
  }
  return sayings;
}
