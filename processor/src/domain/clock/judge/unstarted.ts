import { type EarlyEnd, isMade, type Judgement, lastClockOf } from './judgement.ts';

/** What a promise has a word for: its stop was told, and nothing of which it could be the stop. */
export type Unstarted = EarlyEnd;

const NONE: readonly Unstarted[] = [];

/** What is pending of a subject, if the promise is made to it as its data stand now. Of nearly all subjects there is none. */
export function unstartedOf(judgement: Judgement): readonly Unstarted[] {
  if (judgement.early.length === 0) return NONE;
  return judgement.early.filter(({ rule, end, fact }) => {
    if (rule.promise.unstarted === undefined || end !== 'stopped') return false;
    return lastClockOf(judgement, rule.promise.id) === undefined && isMade(rule, judgement.standing, fact.time);
  });
}
