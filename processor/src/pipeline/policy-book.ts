import { buildRuleset, type Ruleset } from '../domain/clock/rules/ruleset.ts';
import type { NumberedPolicy } from './fold.ts';

/**
 * The policies that a lane has taken, in the order in which it took them. Every subject pins a place in this list, so
 * old rulesets stay known as long as the lane lives; each is built when it is first asked for.
 */
export class PolicyBook {
  private readonly taken: NumberedPolicy[] = [];
  private readonly rulesets = new Map<number, Ruleset>();

  /** Answers whether it was new: policies are published again at each start, and the first of the same bytes wins. */
  take(policy: NumberedPolicy): boolean {
    const known = this.taken.some(
      ({ number, record }) => number === policy.number || record.hash === policy.record.hash,
    );
    if (!known) this.taken.push(policy);
    return !known;
  }

  get size(): number {
    return this.taken.length;
  }

  current(): Ruleset {
    return this.at(this.taken.length);
  }

  /** @throws when the lane has not taken so many policies. */
  at(pin: number): Ruleset {
    if (pin > this.taken.length)
      throw new Error(`policy ${pin} of this lane is asked for; it has taken ${this.taken.length}`);
    let ruleset = this.rulesets.get(pin);
    if (ruleset === undefined) {
      ruleset = buildRuleset(this.taken.slice(0, pin).map(({ number, record }) => ({ number, pack: record.compiled })));
      this.rulesets.set(pin, ruleset);
    }
    return ruleset;
  }

  numbers(): number[] {
    return this.taken.map(({ number }) => number);
  }
}
