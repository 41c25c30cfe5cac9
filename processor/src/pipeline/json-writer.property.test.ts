import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonWriter } from './json-writer.ts';

const written = (value: unknown): string => {
  const json = new JsonWriter();
  json.begin();
  json.value(value);
  return json.view().toString();
};

test('writes what JSON.stringify writes, of whatever JSON can tell', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const parsed: unknown = JSON.parse(JSON.stringify(value));
      expect(written(parsed)).toBe(Buffer.from(JSON.stringify(parsed)).toString());
    }),
    { numRuns: 300 },
  );
});

test('of numbers that JSON cannot tell, of holes, and of names that the engine has for itself', () => {
  for (const value of [
    [Number.NaN, -0, 1e300, 1.5, undefined, null],
    { a: undefined, b: { c: undefined }, d: [{}] },
    JSON.parse('{"__proto__":1,"toString":2,"10":3,"2":4,"b":{"__proto__":{"toJSON":1}}}'),
  ]) {
    expect(written(value)).toBe(JSON.stringify(value));
  }
});

test('however deep it lies, without taking more of the stack than the engine does', () => {
  const deep: unknown = JSON.parse(`${'{"a":['.repeat(500)}${']}'.repeat(500)}`);
  expect(written(deep)).toBe(JSON.stringify(deep));
});

test('whatever was written before', () => {
  const json = new JsonWriter();
  json.begin();
  json.text('x'.repeat(100_000));
  json.begin();
  json.value({ a: 'ž"' });
  expect(json.view().toString()).toBe('{"a":"ž\\""}');
});
