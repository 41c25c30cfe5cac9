import type { TargetRow, Trigger } from '../policy/compiled.ts';
import { holds } from '../policy/condition.ts';
import { type Aim, aim, UNMATCHED } from './aim.ts';
import type { Fact } from './fact.ts';
import type { PromiseRule, Ruleset } from './ruleset.ts';
import { Standing } from './standing.ts';

/** One promise on one subject, as its facts tell it. Whether time has run out is not a fact: see telling.ts. */
export interface JudgedClock {
  /** Names it among its subject's clocks: the promise and the cycle. */
  readonly key: string;
  readonly rule: PromiseRule;
  readonly cycle: number;
  /** ms UTC. */
  readonly start: number;
  row: TargetRow;
  aim: Aim;
  end: 'running' | 'stopped' | 'cancelled';
  /** When it ended, ms UTC. */
  stop: number | null;
  /** The type of the event that ended it. */
  endedBy: string;
}

/** The truth about a subject: a function of the set of its facts and of its ruleset, and of nothing else (law 3). */
export interface Judgement {
  readonly standing: Standing;
  readonly clocks: JudgedClock[];
  /** Ends that happened before their start. By a promise's version, the first one. */
  early: Map<PromiseRule, { readonly end: 'stopped' | 'cancelled'; readonly fact: Fact }> | undefined;
}

export const clockKey = (promise: string, cycle: number): string => `${promise}#${cycle}`;

export type SubjectKind = 'order' | 'ticket';

export const beginJudgement = (): Judgement => ({ standing: new Standing(), clocks: [], early: undefined });

/** Judges a set of facts whole, from nothing. The facts stand in the order of truth. */
export function judge(facts: readonly Fact[], kind: SubjectKind, rules: Ruleset): Judgement {
  const judgement = beginJudgement();
  for (const fact of facts) take(judgement, fact, kind, rules);
  return judgement;
}

/** Goes on by one fact, which must come after all that the judgement has taken. */
export function take(judgement: Judgement, fact: Fact, kind: SubjectKind, rules: Ruleset): void {
  const moved = judgement.standing.take(fact, rules.aims);
  if (moved) {
    for (const clock of judgement.clocks) if (clock.end === 'running') aimAgain(clock, judgement.standing);
  }
  const roles = rules.roles[kind].get(fact.type);
  if (roles === undefined) return;
  for (const { rule, starts, stops, cancels } of roles) {
    const clock = clockOf(judgement, rule.promise.id);
    if (clock === undefined) {
      if (starts && fits(rule.promise.start, fact)) startClock(judgement, rule, fact);
      else if (!judgement.early?.has(rule)) {
        const end = endBy(rule, stops, cancels, fact);
        if (end !== undefined) {
          judgement.early ??= new Map();
          judgement.early.set(rule, { end, fact });
        }
      }
    } else if (clock.end === 'running' && clock.rule === rule) {
      const end = endBy(rule, stops, cancels, fact);
      if (end !== undefined) endClock(clock, end, fact);
    }
  }
}

function clockOf({ clocks }: Judgement, promise: string): JudgedClock | undefined {
  for (const clock of clocks) if (clock.rule.promise.id === promise) return clock;
  return undefined;
}

function endBy(rule: PromiseRule, stops: boolean, cancels: boolean, fact: Fact): 'stopped' | 'cancelled' | undefined {
  if (cancels && fits(rule.promise.cancel, fact)) return 'cancelled';
  if (stops && fits(rule.promise.stop, fact)) return 'stopped';
  return undefined;
}

const fits = (trigger: Trigger, fact: Fact): boolean =>
  trigger.on.includes(fact.type) && (trigger.where === undefined || holds(trigger.where, fact.data));

function startClock(judgement: Judgement, rule: PromiseRule, fact: Fact): void {
  const { promise } = rule;
  const { standing } = judgement;
  if (fact.time < rule.from || fact.time >= rule.until) return;
  if (standing.data.test === true) return;
  if (promise.appliesTo !== undefined && !holds(promise.appliesTo, standing.data)) return;
  const row = rowFor(rule, standing);
  const clock: JudgedClock = {
    key: clockKey(promise.id, 1),
    rule,
    cycle: 1,
    start: fact.time,
    row,
    aim: aim(row.target, fact.time, rule, standing.data),
    end: 'running',
    stop: null,
    endedBy: '',
  };
  judgement.clocks.push(clock);
  const early = judgement.early?.get(rule);
  // Sources tell "shipped" with an earlier time than "opened" now and then; the promise was kept, not forgotten.
  if (early !== undefined) endClock(clock, early.end, early.fact);
}

function endClock(clock: JudgedClock, end: 'stopped' | 'cancelled', fact: Fact): void {
  clock.end = end;
  clock.stop = fact.time;
  clock.endedBy = fact.type;
}

/** What a promise is aimed at follows the data while the clock runs: a new category brings its own target. */
function aimAgain(clock: JudgedClock, standing: Standing): void {
  clock.row = rowFor(clock.rule, standing);
  clock.aim = aim(clock.row.target, clock.start, clock.rule, standing.data);
}

function rowFor(rule: PromiseRule, standing: Standing): TargetRow {
  for (const row of rule.promise.rows) {
    if (row.when === undefined || holds(row.when, standing.data)) return row;
  }
  return UNMATCHED;
}
