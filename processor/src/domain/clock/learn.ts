import { clockKey } from './clock-key.ts';
import { comesLast, type Fact, withFact } from './facts/fact.ts';
import type { JudgedClock } from './judge/judged-clock.ts';
import { judge, take } from './judge/judgement.ts';
import { type Unstarted, unstartedOf } from './judge/unstarted.ts';
import { placeOf } from './place.ts';
import type { Subject } from './subject.ts';
import { unstartedRow } from './write/clock-row.ts';
import type { ClockRow } from './write/rows.ts';

/**
 * Judges on, or anew when a fact is not the last in the order of truth (or when there is none: its rules have changed).
 * Answers the clocks that are no longer there.
 * @throws CalendarError when a deadline lies beyond the compiled calendar; the facts are in, the judgement must be made
 * anew by `unlearn`.
 */
export function learn(subject: Subject, facts: readonly Fact[]): readonly JudgedClock[] {
  let inOrder = facts.length > 0;
  for (const fact of facts) {
    inOrder &&= comesLast(subject.facts, fact);
    subject.facts = withFact(subject.facts, fact);
  }
  const before = subject.judgement.clocks;
  const pending = unstartedOf(subject.judgement);
  if (inOrder) {
    for (const fact of facts) take(subject.judgement, fact, subject.kind, subject.rules);
    // Clocks that were there are there still, unless the fact said that all of it was a test.
    if (subject.gone.length + pending.length === 0 && subject.judgement.clocks[0] === before[0]) return NONE;
  } else {
    subject.judgement = judge(subject.facts, subject.kind, subject.rules);
  }
  const judged = new Set(subject.judgement.clocks.map(({ key }) => key));
  const now = new Set([...judged, ...unstartedOf(subject.judgement).map(({ rule }) => rule.firstKey)]);
  const lost = pending.filter(({ rule }) => !now.has(rule.firstKey)).map((each) => goneRow(subject, each));
  subject.gone = [...subject.gone.filter(({ promise, cycle }) => !now.has(clockKey(promise, cycle))), ...lost];
  // One that is pending now has never started: what was told of it is taken back, and its row is that of what is pending.
  return before.filter((clock) => !judged.has(clock.key));
}

/** What was pending and is no more: its row stands, and says so. */
const goneRow = (subject: Subject, unstarted: Unstarted): ClockRow => ({
  ...unstartedRow(subject, unstarted, placeOf(subject.judgement.standing, subject.rules.partners)),
  state: 'cancelled',
});

/** Takes facts out again and judges what is left. */
export function unlearn(subject: Subject, facts: readonly Fact[]): void {
  subject.facts = subject.facts.filter((fact) => !facts.includes(fact));
  subject.judgement = judge(subject.facts, subject.kind, subject.rules);
}

const NONE: readonly JudgedClock[] = [];
