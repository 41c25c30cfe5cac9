import type { Subject } from '../subject.ts';

/**
 * Whether the subject knows the event of that hash, judged or held. Loops, not `some`: this is asked for every event, and a
 * closure for each would be most of its cost.
 */
export function isRepeated(subject: Subject, hash: number): boolean {
  for (const fact of subject.facts) if (fact.hash === hash) return true;
  for (const { fact } of subject.held) if (fact.hash === hash) return true;
  return false;
}
