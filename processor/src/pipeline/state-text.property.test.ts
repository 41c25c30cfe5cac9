import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../domain/clock/facts/fact.ts';
import { buildRuleset } from '../domain/clock/rules/ruleset.ts';
import { storeSubject } from '../domain/clock/stored-subject.ts';
import { newSubject } from '../domain/clock/subject.ts';
import { nothingTold, type Told } from '../domain/clock/tell/told.ts';
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

const step: fc.Arbitrary<Told['steps'][number]> = fc.record({
  name: text,
  at: whole,
  quiet: fc.boolean(),
  escalation: fc.option(fc.record({ level: text, role: text, tell: fc.array(text, { maxLength: 2 }) })),
});
const told: fc.Arbitrary<Told> = fc
  .record({ steps: fc.array(step, { maxLength: 2 }), breached: fc.boolean(), ends: fc.nat(), revision: fc.nat() })
  .map((some) => ({ ...nothingTold(), ...some }));

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

  test('whatever was told of its clocks, and whatever a later release has added to it', () => {
    const added = fc.dictionary(text, fc.jsonValue(), { maxKeys: 2, noNullPrototype: true });
    const clocks = fc.array(
      fc.tuple(
        text.map((id) => `${id}#1`),
        told,
        added,
      ),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 2 }), clocks, (facts, all) => {
        const subject = newSubject('order/1', 'order', buildRuleset([]));
        subject.facts = subject.facts.concat(...facts);
        subject.told = new Map(all.map(([key, clock, more]) => [key, { ...more, ...clock }]));
        expect(state.of(subject).toString()).toBe(Buffer.from(storeSubject(subject)).toString());
      }),
    );
  });

  test('and whatever else it keeps', () => {
    fc.assert(
      fc.property(
        fc.array(fact, { maxLength: 2 }),
        fc.boolean(),
        fc.option(told, { nil: undefined }),
        fc.nat(),
        (facts, held, clock, quiet) => {
          const subject = newSubject('order/1', 'order', buildRuleset([]));
          subject.facts = subject.facts.concat(...facts);
          if (held) subject.held = facts.map((each) => ({ importid: 'i', fact: each }));
          if (clock !== undefined) subject.told = new Map([['p#1', clock]]);
          subject.quietUntil = quiet;
          expect(state.of(subject).toString()).toBe(Buffer.from(storeSubject(subject)).toString());
        },
      ),
    );
  });
});
