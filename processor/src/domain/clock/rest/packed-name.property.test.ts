import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from './byte-writer.ts';
import { compareNames, isNamed, packName } from './packed-name.ts';
import { Words } from './words.ts';

const kind = fc.constantFrom('order' as const, 'ticket' as const);
const text = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom('a', 'b', '\u00ff', '\u0100', '\ud800', '\udc00', '\uffff'), { maxLength: 5 })
    .map((of) => of.join('')),
  fc.constantFrom('x'.repeat(127), 'x'.repeat(128), 'x'.repeat(300)),
);
const name = fc.tuple(kind, text);

function packed([of, own]: readonly ['order' | 'ticket', string]): Buffer {
  const writer = new ByteWriter(new Words());
  packName(writer, `${of}/${own}`, of, 0);
  return writer.bytes.subarray(0, writer.length);
}

test('names are compared where they lie as strings are compared', () => {
  fc.assert(
    fc.property(name, name, (a, b) => {
      const [left, right] = [a.join('/'), b.join('/')];
      const expected = left < right ? -1 : left > right ? 1 : 0;
      expect(Math.sign(compareNames(packed(a), 0, packed(b), 0))).toBe(expected);
      expect(isNamed(packed(a), 0, right)).toBe(expected === 0);
      expect(isNamed(packed(a), 0, left)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
