import type { PromiseRule } from '../rules/promise-rule.ts';
import { type EarlyEnd, isMade, type Judgement, lastClockOf } from './judgement.ts';

/** A promise whose stop was told and nothing of which it could be the stop, and that has a word for it. */
export interface Unstarted {
  readonly rule: PromiseRule;
  readonly early: EarlyEnd;
}

const NONE: readonly Unstarted[] = [];

/** What is pending of a subject, if the promise is made to it as its data stand now. Of nearly all subjects there is none. */
export function unstartedOf(judgement: Judgement): readonly Unstarted[] {
  if (judgement.early === undefined) return NONE;
  return [...judgement.early]
    .filter(([rule, { end, fact }]) => {
      if (rule.promise.unstarted === undefined || end !== 'stopped') return false;
      return lastClockOf(judgement, rule.promise.id) === undefined && isMade(rule, judgement.standing, fact.time);
    })
    .map(([rule, early]) => ({ rule, early }));
}
