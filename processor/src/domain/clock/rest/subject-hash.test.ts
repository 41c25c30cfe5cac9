import fc from 'fast-check';
import { expect, test } from 'vitest';
import { subjectHash } from './subject-hash.ts';

test('a hash is a whole number of 53 bits, and never the mark of an empty slot', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const hash = subjectHash(name);
      expect(Number.isSafeInteger(hash) && hash > 0).toBe(true);
    }),
  );
});
