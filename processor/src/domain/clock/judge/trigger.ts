import type { Condition, Trigger } from '../../policy/compiled.ts';
import { holds } from '../../policy/condition.ts';
import type { Fact } from '../facts/fact.ts';
import type { Standing } from '../facts/standing.ts';
import type { PromiseRule } from '../rules/promise-rule.ts';
import type { WatchedState } from '../rules/roles.ts';

/** The states that a fact has brought the subject into. */
export type Entered = ReadonlySet<Condition>;

const NONE: Entered = new Set();

/** Whether a fact whose type the trigger names pulls it: by the fact's own data, and by what it made of the subject. */
export const fits = (trigger: Trigger, fact: Fact, rule: PromiseRule, entered: Entered): boolean =>
  (trigger.where === undefined || holds<unknown>(trigger.where, fact.data, rule.read)) &&
  (trigger.state === undefined || entered.has(trigger.state));

/** Which of the watched states hold now. Most rulesets watch none. */
export function statesOf(watched: readonly WatchedState[], standing: Standing): Entered {
  if (watched.length === 0) return NONE;
  const held = watched.filter(({ condition, rule }) => holds<unknown>(condition, standing.data, rule.read));
  return new Set(held.map(({ condition }) => condition));
}

export function enteredSince(before: Entered, watched: readonly WatchedState[], standing: Standing): Entered {
  if (watched.length === 0) return NONE;
  return new Set([...statesOf(watched, standing)].filter((condition) => !before.has(condition)));
}
