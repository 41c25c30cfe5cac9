import { withOneMore } from '../../exact-list.ts';

/**
 * What a subject remembers of an event: enough to judge it again from scratch under the policies that rule it. Facts are
 * kept in the order of truth, (time, offset), however late they were told (law 3).
 */
export interface Fact {
  /** Identity of (source, id): two facts with the same one are the same event. */
  readonly hash: number;
  readonly type: string;
  /** When it happened, ms UTC. */
  readonly time: number;
  /** Where it stands in its lane: breaks ties of time, and says what caused what. */
  readonly offset: number;
  /** The fields of its data that policies name. */
  readonly data: FactData;
}

export type FactData = Readonly<Record<string, unknown>>;

/** Negative when `a` comes before `b` in the order of truth. */
export const compareFacts = (a: Fact, b: Fact): number => a.time - b.time || a.offset - b.offset;

/** Whether a fact comes last, which is when a judgement may go on from where it is; any other means judging anew. */
export const comesLast = (facts: readonly Fact[], fact: Fact): boolean =>
  facts.length === 0 || compareFacts(facts[facts.length - 1]!, fact) <= 0;

/** The facts with one more in its place. */
export function withFact(facts: readonly Fact[], fact: Fact): readonly Fact[] {
  if (comesLast(facts, fact)) return withOneMore(facts, fact);
  let at = facts.length;
  while (at > 0 && compareFacts(facts[at - 1]!, fact) > 0) at--;
  return [...facts.slice(0, at), fact, ...facts.slice(at)];
}

/**
 * The identity of an event among those of its subject, as a 53-bit integer: two independent multiplicative hashes of
 * its source and id. Subjects have a handful of events, so this is far from ever colliding by chance.
 */
export function eventHash(source: string, id: string): number {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b);
  }
  // A separator that no text of one code unit can imitate keeps ("ab", "c") and ("a", "bc") apart.
  high = Math.imul(high ^ 0x10001, 0x01000193);
  low = Math.imul(low ^ 0x10001, 0x85ebca6b);
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b);
  }
  low ^= low >>> 15;
  high ^= high >>> 13;
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);
}
