import { type EarlyEnd, isMade, type Judgement, lastClockOf } from './judgement.ts';

/** What a promise has a word for: its stop was told, and nothing of which it could be the stop. */
export type Unstarted = EarlyEnd;

const NONE: readonly Unstarted[] = [];

/** What is pending of a subject, if the promise is made to it as its data stand now. Of nearly all subjects there is none. */
export function unstartedOf(judgement: Judgement): readonly Unstarted[] {
  // A loop: every order that is told as shipped has ends of promises that were never made to it.
  let unstarted = NONE;
  for (const early of judgement.early) {
    const { rule, end, fact } = early;
    if (rule.promise.unstarted === undefined || end !== 'stopped') continue;
    if (lastClockOf(judgement, rule.promise.id) !== undefined || !isMade(rule, judgement.standing, fact.time)) continue;
    unstarted = [...unstarted, early];
  }
  return unstarted;
}
