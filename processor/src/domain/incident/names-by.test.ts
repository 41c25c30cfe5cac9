import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NamesBy } from './names-by.ts';

test('it is a set of names for each key, whatever is added and removed', () => {
  const step = fc.record({ key: fc.constantFrom('a', 'b'), name: fc.constantFrom('1', '2', '3'), add: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const names = new NamesBy();
      const sets = new Map([
        ['a', new Set<string>()],
        ['b', new Set<string>()],
      ]);
      for (const { key, name, add } of steps) {
        if (add) {
          names.add(key, name);
          sets.get(key)!.add(name);
        } else {
          names.remove(key, name);
          sets.get(key)!.delete(name);
        }
        for (const [known, set] of sets) {
          expect([...names.of(known)]).toEqual([...set]);
          expect(names.has(known)).toBe(set.size > 0);
        }
      }
    }),
  );
});
