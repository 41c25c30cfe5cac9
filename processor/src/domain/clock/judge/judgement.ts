import { withOneMore } from '../../exact-list.ts';
import type { Trigger } from '../../policy/compiled.ts';
import { holds } from '../../policy/condition.ts';
import type { Fact } from '../facts/fact.ts';
import { Standing } from '../facts/standing.ts';
import { inForceAt, type PromiseRule } from '../rules/promise-rule.ts';
import type { Role, Roles } from '../rules/roles.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import { aimAgain, beginClock, endClock, type JudgedClock, pauseClock, reopenClock } from './judged-clock.ts';
import { changePause, NO_PAUSES, pausesOn } from './pauses.ts';
import { type Entered, enteredSince, fits, statesOf } from './trigger.ts';

/** The truth about a subject: a function of the set of its facts and of its ruleset, and of nothing else (law 3). */
export interface Judgement {
  readonly standing: Standing;
  /** In the order in which they began; of a promise, in that of its cycles. */
  clocks: readonly JudgedClock[];
  /** Ends that happened before their start, of each version of a promise the first one. A list: most have one or none. */
  early: readonly EarlyEnd[];
  /** Which pauses are on, as bits, whether a clock runs or not. */
  paused: Map<PromiseRule, number> | undefined;
}

export interface EarlyEnd {
  readonly rule: PromiseRule;
  readonly end: 'stopped' | 'cancelled';
  readonly fact: Fact;
}

export type SubjectKind = 'order' | 'ticket';

/** Shared by all that have none yet. */
const NO_CLOCKS: Judgement['clocks'] = [];
const NO_ENDS: Judgement['early'] = [];

export const beginJudgement = (): Judgement => ({
  standing: new Standing(),
  clocks: NO_CLOCKS,
  early: NO_ENDS,
  paused: undefined,
});

/** Judges a set of facts whole, from nothing. The facts stand in the order of truth. */
export function judge(facts: readonly Fact[], kind: SubjectKind, rules: Ruleset): Judgement {
  const judgement = beginJudgement();
  for (const fact of facts) take(judgement, fact, kind, rules);
  return judgement;
}

/** Goes on by one fact, which must come after all that the judgement has taken (docs/clocks.md, The order of truth). */
export function take(judgement: Judgement, fact: Fact, kind: SubjectKind, rules: Ruleset): void {
  const { standing } = judgement;
  const roles = rules[kind];
  const before = statesOf(roles.states, standing);
  const moved = standing.take(fact, rules.aims);
  const entered = enteredSince(before, roles.states, standing);
  const isTest = standing.data.test === true;
  if (isTest) {
    // Nothing was ever promised to a test. Its pauses are the subject's and go on.
    judgement.clocks = NO_CLOCKS;
    judgement.early = NO_ENDS;
  }
  if (moved) for (const clock of judgement.clocks) if (clock.end === 'running') aimAgain(clock, standing);
  // A condition may hold of a subject of which nothing was told yet: its first event begins that pause, whatever it tells.
  const mayPause = moved || roles.pausedBy.has(fact.type) || judgement.clocks.length === 0;
  if (roles.pausing.length > 0 && mayPause) pause(judgement, fact, roles, entered);
  if (isTest) return;
  const own = roles.byType.get(fact.type);
  if (own === undefined) return;
  let done: Set<string> | undefined;
  for (const role of own) {
    const { promise, versions } = role.rule;
    if (done?.has(promise.id) || !takeRole(judgement, role, fact, entered) || versions.length === 1) continue;
    // Another version of the promise must not do one more thing to the clock that this one has just begun.
    done ??= new Set();
    done.add(promise.id);
  }
}

function pause(judgement: Judgement, fact: Fact, { pausing }: Roles, entered: Entered): void {
  const { standing } = judgement;
  for (const each of pausing) {
    const before = judgement.paused?.get(each.rule) ?? 0;
    const on = pausesOn(before, each, fact, standing, entered);
    if (on === before) continue;
    judgement.paused ??= new Map();
    judgement.paused.set(each.rule, on);
    const clock = lastClockOf(judgement, each.rule.promise.id);
    if (clock?.end !== 'running' || clock.rule !== each.rule) continue;
    pauseClock(clock, changePause(clock.pauses, on, each, fact.time), standing);
  }
}

/** Answers whether the fact did something to the promise's last clock: it does one thing at most. */
function takeRole(judgement: Judgement, role: Role, fact: Fact, entered: Entered): boolean {
  const { rule } = role;
  const { standing } = judgement;
  const clock = lastClockOf(judgement, rule.promise.id);
  if (clock?.end === 'running') {
    if (clock.rule !== rule) return false;
    if (pulls(role.cancel, fact, rule, entered)) endClock(clock, 'cancelled', fact, standing);
    else if (pulls(role.stop, fact, rule, entered)) endClock(clock, 'stopped', fact, standing);
    else if (pulls(role.restart, fact, rule, entered)) {
      endClock(clock, 'cancelled', fact, standing);
      const inForce = inForceAt(rule, fact.time);
      if (inForce !== undefined) start(judgement, inForce, clock.cycle + 1, fact);
    } else return false;
    return true;
  }
  if (clock?.end === 'stopped' && pulls(role.reopen, fact, rule, entered)) {
    if (rule.promise.reopen!.then === 'new-cycle') return start(judgement, rule, clock.cycle + 1, fact);
    // Whether it goes on is for its own version to say; another one may still begin a new cycle.
    if (clock.rule === rule) {
      reopenClock(clock, fact.time, standing);
      pauseAtOnce(judgement, clock, fact.time);
      return true;
    }
  }
  if (pulls(role.start, fact, rule, entered) && (clock === undefined || isEachStart(rule))) {
    return start(judgement, rule, (clock?.cycle ?? 0) + 1, fact);
  }
  if (clock === undefined && !isEachStart(rule) && earlyEndOf(judgement, rule) === undefined) {
    const isCancelled = pulls(role.cancel, fact, rule, entered);
    if (isCancelled || pulls(role.stop, fact, rule, entered)) {
      judgement.early = withOneMore(judgement.early, { rule, end: isCancelled ? 'cancelled' : 'stopped', fact });
    }
  }
  return false;
}

/** A function of its own and no closure: it is asked for each role of each event. */
const pulls = (trigger: Trigger | undefined, fact: Fact, rule: PromiseRule, entered: Entered): boolean =>
  trigger !== undefined && fits(trigger, fact, rule, entered);

const isEachStart = ({ promise }: PromiseRule): boolean => promise.cycles === 'every-start';

/** The clock of the promise's last cycle. */
export function lastClockOf({ clocks }: Judgement, promise: string): JudgedClock | undefined {
  for (let n = clocks.length - 1; n >= 0; n--) if (clocks[n]!.rule.promise.id === promise) return clocks[n];
  return undefined;
}

function earlyEndOf({ early }: Judgement, rule: PromiseRule): EarlyEnd | undefined {
  for (const end of early) if (end.rule === rule) return end;
  return undefined;
}

/** Whether the promise is made to the subject, as it stands, under this version of it at that instant. */
export function isMade({ promise, from, until, read }: PromiseRule, standing: Standing, at: number): boolean {
  if (at < from || at >= until) return false;
  return promise.appliesTo === undefined || holds<unknown>(promise.appliesTo, standing.data, read);
}

/** Answers whether there is a clock now. */
function start(judgement: Judgement, rule: PromiseRule, cycle: number, fact: Fact): boolean {
  const { standing } = judgement;
  if (!isMade(rule, standing, fact.time)) return false;
  const clock = beginClock(rule, cycle, fact.time, standing);
  judgement.clocks = withOneMore(judgement.clocks, clock);
  const early = cycle === 1 ? earlyEndOf(judgement, rule) : undefined;
  // Sources tell "shipped" with an earlier time than "opened" now and then; the promise was kept, not forgotten.
  if (early !== undefined) endClock(clock, early.end, early.fact, standing);
  else pauseAtOnce(judgement, clock, fact.time);
  return true;
}

/** A clock that begins, or goes on, while a pause is on begins with it. */
function pauseAtOnce(judgement: Judgement, clock: JudgedClock, at: number): void {
  const { rule } = clock;
  const on = judgement.paused?.get(rule) ?? 0;
  if (on === 0) return;
  const pauses = changePause(clock.pauses ?? NO_PAUSES, on, { rule, pauses: rule.promise.pauses! }, at);
  pauseClock(clock, pauses, judgement.standing);
}
