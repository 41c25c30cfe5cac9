import type { ClockSignalKind } from '../../contract/index.ts';
import type { JudgedClock } from './judgement.ts';

/**
 * What has been told of a clock so far. It depends on the order in which the log told things and on its ticks, unlike
 * the judgement; together they are the state of a clock.
 */
export interface Told {
  /** Names of the ladder's steps that fired. Once each, whatever is replayed, edited or judged again. */
  steps: string[];
  /** A breach stands: told, and not taken back. */
  breached: boolean;
  /** The end of a breached clock has been told. */
  ended: boolean;
  /** Grows by one each time a breach is taken back. */
  revision: number;
  /** The breach that stands comes from released history: nobody was rung, so its end rings nobody either. */
  quiet: boolean;
}

/** Something to say about a clock. `at` is the instant it is about, ms UTC. */
export interface Saying {
  readonly kind: ClockSignalKind;
  readonly step: string;
  readonly level: string;
  readonly at: number;
  readonly revision: number;
  readonly reason: string;
}

/**
 * Spares a ring and a retraction for what is in flight: a deadline fires once the horizon is beyond it by this much
 * (DESIGN, Mechanics), ms.
 */
export const GRACE_MS = 2000;

const NOTHING: readonly Saying[] = [];

export const nothingTold = (): Told => ({ steps: [], breached: false, ended: false, revision: 0, quiet: false });

/** What is told of a clock of which nothing has been told. Read only. */
const UNTOLD: Told = nothingTold();

/** Whether there is anything to tell of a clock of which nothing has been told: of most there never is. */
export function hasNews(clock: JudgedClock, horizon: number): boolean {
  return isLate(clock) || nextInstant(clock, undefined) + GRACE_MS < horizon;
}

/** Ended, but after its deadline. */
export const isLate = ({ aim: { due }, stop }: JudgedClock): boolean => due !== null && stop !== null && stop > due;

/**
 * What new evidence changes in what was told: a late stop is a breach (and its end), a stop in time or a moved deadline
 * takes a breach back. Called whenever the judgement of a subject may have changed; changes `told`.
 */
export function tellEvidence(clock: JudgedClock, told: Told, horizon: number): readonly Saying[] {
  const { due } = clock.aim;
  if (isLate(clock)) {
    const sayings: Saying[] = [];
    if (!told.breached) sayings.push(breach(told, due!, 'ended after its deadline'));
    if (!told.ended) {
      told.ended = true;
      const kind = clock.end === 'cancelled' ? 'cancelled-late' : 'met-late';
      sayings.push(saying(kind, 'stop', clock.stop!, told, `${clock.endedBy} came after the deadline`));
    }
    return sayings;
  }
  const overdue = due !== null && clock.stop === null && due + GRACE_MS < horizon;
  // An end that was told and is none any more: the breach that ended is taken back too, and rings anew under its own name.
  const reopened = told.ended && overdue;
  told.ended = false;
  if (!told.breached || (overdue && !reopened)) return NOTHING;
  const reason = reopened ? 'what had ended it no longer counts' : whyRetracted(clock);
  const retraction = saying('retracted', 'retract', due ?? clock.start, told, reason);
  told.breached = false;
  told.revision++;
  return [retraction];
}

/** What is left to say of a clock that evidence has taken away: nothing was promised after all. */
export function tellVanished(clock: JudgedClock, told: Told): readonly Saying[] {
  if (!told.breached) return NOTHING;
  const retraction = saying('retracted', 'retract', clock.start, told, 'late evidence: nothing was promised');
  told.breached = false;
  told.ended = false;
  told.revision++;
  return [retraction];
}

/** What the passing of time makes of a clock: everything whose instant + grace lies before the horizon. */
export function tellTime(clock: JudgedClock, told: Told, horizon: number): readonly Saying[] {
  const { due } = clock.aim;
  if (clock.end !== 'running' || due === null) return NOTHING;
  const sayings: Saying[] = [];
  for (const [n, step] of clock.rule.promise.ladder.entries()) {
    const at = clock.aim.steps[n]!;
    if (at + GRACE_MS >= horizon || told.steps.includes(step.name)) continue;
    told.steps.push(step.name);
    // A step before the deadline has nothing to add once the breach itself is told.
    if (!told.breached && due + GRACE_MS >= horizon) {
      sayings.push({ ...saying('at-risk', step.name, at, told, 'its deadline comes near'), level: step.level });
    }
  }
  if (!told.breached && due + GRACE_MS < horizon) sayings.push(breach(told, due, 'its deadline passed'));
  return sayings;
}

/** The next instant that time alone would make something of, ms UTC; Infinity when there is none. */
export function nextInstant(clock: JudgedClock, told: Told = UNTOLD): number {
  const { due } = clock.aim;
  if (clock.end !== 'running' || due === null || told.breached) return Number.POSITIVE_INFINITY;
  let next = due;
  for (let n = 0; n < clock.aim.steps.length; n++) {
    const at = clock.aim.steps[n]!;
    if (at < next && !told.steps.includes(clock.rule.promise.ladder[n]!.name)) next = at;
  }
  return next;
}

function breach(told: Told, due: number, reason: string): Saying {
  told.breached = true;
  return saying('breached', 'deadline', due, told, reason);
}

const saying = (kind: ClockSignalKind, step: string, at: number, told: Told, reason: string): Saying => ({
  kind,
  step,
  level: '',
  at,
  revision: told.revision,
  reason,
});

function whyRetracted(clock: JudgedClock): string {
  if (clock.end === 'cancelled') return `late evidence: ${clock.endedBy} before the deadline`;
  if (clock.end === 'stopped') return `late evidence: ${clock.endedBy} before the deadline`;
  return 'the deadline moved';
}
