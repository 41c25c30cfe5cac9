import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Condition } from '../compiled.ts';
import { holds } from '../condition.ts';
import { canHold } from './can-hold.ts';

const VALUES = [1, '1', true, 'x'] as const;
const FIELDS = ['a', 'b'] as const;

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ field: fc.constantFrom(...FIELDS), is: fc.constantFrom(...VALUES) }),
    fc.record({ field: fc.constantFrom(...FIELDS), in: fc.subarray([...VALUES]) }),
    fc.record({ field: fc.constantFrom(...FIELDS), exists: fc.boolean() }),
    fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));

/** Each field missing, one of the values, or something else: whatever a condition can tell apart. */
const WORLDS = [undefined, ...VALUES, 'else'].flatMap((a) => [undefined, ...VALUES, 'else'].map((b) => ({ a, b })));

it('says that conditions can hold exactly if there is data in which they do', () => {
  fc.assert(
    fc.property(fc.array(condition, { maxLength: 3 }), (conditions) => {
      expect(canHold(conditions)).toBe(WORLDS.some((world) => conditions.every((each) => holds(each, world))));
    }),
    { numRuns: 2000 },
  );
});

it('looks through many rows in no time, and gives up rather than making something up', () => {
  const row = (n: number): Condition => ({
    all: [
      { field: 'category', is: `c${n % 5}` },
      { field: 'subcategory', is: `s${n}` },
    ],
  });
  const others = Array.from({ length: 200 }, (_, n): Condition => ({ not: row(n) }));
  expect(canHold([row(3), ...others])).toBe(false);
  expect(canHold([row(201), ...others])).toBe(true);
  expect(canHold(others)).toBe(true);
});
