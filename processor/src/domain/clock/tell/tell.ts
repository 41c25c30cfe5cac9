import type { ClockSignal, Delta, Signal } from '../../../contract/index.ts';
import { contributionDelta } from '../../kpi/contribution-delta.ts';
import { contributionsOf } from '../contributions.ts';
import { isHistoric, isLive } from '../history.ts';
import type { JudgedClock } from '../judge/judged-clock.ts';
import { unstartedOf } from '../judge/unstarted.ts';
import { type Place, placeOf } from '../place.ts';
import { NOTHING_TOLD, type Subject } from '../subject.ts';
import { clockRow } from '../write/clock-row.ts';
import type { Cause } from './cause.ts';
import { tellEvidence, tellVanished } from './evidence.ts';
import { hasNews, tellTime } from './passing-time.ts';
import type { Saying } from './saying.ts';
import { signalOf } from './signal-of.ts';
import { nothingTold, type Told } from './told.ts';

/** Where what is told goes. */
export interface Listener {
  signal(signal: Signal): void;
  delta(delta: Delta): void;
}

/**
 * Tells what a record changed about a subject: the difference between the judgement before and after it (law 3), as
 * signals and KPI deltas.
 * @param because whether evidence came, time passed, or both (history that is released).
 * @param vanished clocks that the judgement before had and the one after has not.
 */
export function tell(
  subject: Subject,
  because: { readonly evidence: boolean; readonly time: boolean },
  vanished: readonly JudgedClock[],
  cause: Cause,
  listener: Listener,
): void {
  const place = placeOf(subject.judgement.standing, subject.rules.partners);
  let k = 0;
  for (const clock of vanished) k = say(subject, clock, bury(subject, clock, place), place, cause, listener, k);
  for (const clock of subject.judgement.clocks) {
    if (!subject.told.has(clock.key) && !hasNews(clock, cause.horizon)) continue;
    const told = toldOf(subject, clock);
    if (because.evidence) {
      k = say(subject, clock, tellEvidence(clock, told, cause.horizon), place, cause, listener, k);
    }
    // A live clock waits for its tick: what the log holds before that is read first (law 2).
    if (because.time && !(cause.quiet && isLive(subject, clock.key))) {
      const sayings = tellTime(clock, told, cause.horizon, (at) => isHistoric(subject, clock.key, at, cause.quiet));
      k = say(subject, clock, sayings, place, cause, listener, k);
    }
  }

  // Whether the record is history is the cause's to say: what is kept must be the same after a restart.
  const before = subject.counted;
  const counted = contributionsOf(subject, place, before);
  if (counted === before) return;
  if (before.length === 0 && counted.length === 0) return;
  subject.counted = counted;
  const { offset, at, quiet, policy } = cause;
  const why = { offset, subject: subject.id, at, quiet, policy };
  for (const delta of contributionDelta(before, counted, why)) listener.delta(delta);
}

/** Says what there is to say of a clock. `k` counts a record's signals about its subject; answers the next. */
function say(
  subject: Subject,
  clock: JudgedClock,
  sayings: readonly Saying[],
  place: Place,
  cause: Cause,
  listener: Listener,
  k: number,
): number {
  if (sayings.length === 0) return k;
  const told = toldOf(subject, clock);
  let next = k;
  for (const saying of sayings) {
    const quiet = isQuiet(subject, clock, told, saying, cause);
    if (saying.kind === 'breached') told.quiet = quiet;
    const signal = signalOf(subject, clock, saying, place, cause, quiet, next++);
    if (saying.kind === 'escalated') rememberWhom(told, signal);
    listener.signal(signal);
  }
  return next;
}

/** Who was told of a step is who hears that it was in vain, whoever has the ticket by then. */
function rememberWhom(told: Told, { step, tell }: ClockSignal): void {
  const said = told.steps.find(({ name }) => name === step);
  if (said?.escalation) said.escalation = { ...said.escalation, tell };
}

/**
 * What was told of a clock that evidence took away is taken back. In the tables it is cancelled, unless its stop stands without
 * a start: then it is pending, in the same row.
 */
function bury(subject: Subject, clock: JudgedClock, place: Place): readonly Saying[] {
  const told = toldOf(subject, clock);
  const sayings = tellVanished(clock, told);
  if (unstartedOf(subject.judgement).some(({ rule }) => rule.firstKey === clock.key)) return sayings;
  // Its ledger stands as it stood before the evidence that took it away.
  const before = subject.facts.filter(({ offset }) => offset !== subject.offset);
  const row = clockRow({ id: subject.id, offset: subject.offset, facts: before }, clock, told, place);
  subject.gone = [
    ...subject.gone.filter(({ promise, cycle }) => promise !== row.promise || cycle !== row.cycle),
    { ...row, state: 'cancelled', open: false },
  ];
  return sayings;
}

function toldOf(subject: Subject, clock: JudgedClock): Told {
  let told = subject.told.get(clock.key);
  if (told === undefined) {
    told = nothingTold();
    if (subject.told === NOTHING_TOLD) subject.told = new Map();
    (subject.told as Map<string, Told>).set(clock.key, told);
  }
  return told;
}

/** What is about history rings nobody; the end of a breach is as loud as the breach was: whoever was rung hears it. */
function isQuiet(subject: Subject, clock: JudgedClock, told: Told, saying: Saying, cause: Cause): boolean {
  if (saying.quiet !== undefined) return saying.quiet;
  const isNew = saying.kind === 'breached' || saying.kind === 'at-risk' || saying.kind === 'escalated';
  return isNew ? isHistoric(subject, clock.key, saying.at, cause.quiet) : told.quiet;
}
