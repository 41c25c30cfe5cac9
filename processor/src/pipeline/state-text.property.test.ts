import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../domain/clock/facts/fact.ts';
import { buildRuleset } from '../domain/clock/rules/ruleset.ts';
import { storeSubject } from '../domain/clock/stored-subject.ts';
import { newSubject } from '../domain/clock/subject.ts';
import { nothingTold } from '../domain/clock/tell/told.ts';
import { StateText } from './state-text.ts';

const whole = fc.oneof(
  fc.maxSafeInteger(),
  fc.maxSafeNat(),
  fc.integer(),
  fc.nat(99),
  fc.constantFrom(0, 99_999_999, 100_000_000, 1e16 - 1, -0),
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('"', '\\', '\u007f', '\ud800', 'x'.repeat(70_000)),
);
const fact: fc.Arbitrary<Fact> = fc.record({
  hash: whole,
  type: fc.oneof(fc.constantFrom('order.opened', 'order.shipped'), text),
  time: whole,
  offset: whole,
  data: fc.dictionary(fc.oneof(text, fc.constantFrom('7', 'partner')), fc.oneof(text, fc.jsonValue()), {
    noNullPrototype: true,
  }),
});

describe('the state of a subject is written as bytes as it is written as text', () => {
  const state = new StateText();

  test('whatever its facts are', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2000 }), fc.array(fact, { maxLength: 6 }), (pin, facts) => {
        const subject = newSubject('order/1', 'order', { ...buildRuleset([]), pin });
        subject.facts = subject.facts.concat(...facts);
        expect(state.of(subject).toString()).toBe(Buffer.from(storeSubject(subject)).toString());
      }),
    );
  });

  test('and whatever else it keeps', () => {
    fc.assert(
      fc.property(
        fc.array(fact, { maxLength: 2 }),
        fc.boolean(),
        fc.boolean(),
        fc.nat(),
        (facts, held, told, quiet) => {
          const subject = newSubject('order/1', 'order', buildRuleset([]));
          subject.facts = subject.facts.concat(...facts);
          if (held) subject.held = facts.map((each) => ({ importid: 'i', fact: each }));
          if (told) subject.told = new Map([['p#1', nothingTold()]]);
          subject.quietUntil = quiet;
          expect(state.of(subject).toString()).toBe(Buffer.from(storeSubject(subject)).toString());
        },
      ),
    );
  });
});
