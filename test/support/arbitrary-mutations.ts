import fc from 'fast-check';

/** What stands where something else belongs. */
const JUNK: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1e308, 2 ** 53, '', ' ', '\u0000', '\ud800', '\ufeff', 'x'.repeat(5_000), [], {}],
  ...['order/', '/', 'order/a/b', '__proto__', 'constructor', '2026-02-30T00:00:00Z', '2026-11-23', '9'.repeat(400)],
  ...[[[]], { a: { b: [] } }, { toString: 1, valueOf: 1, toJSON: 1 }, '%00', '%zz', "'; DROP TABLE events --", '=1+1'],
];

interface Step {
  readonly at: readonly number[];
  readonly how: 'drop' | 'junk' | 'wrap' | 'rename' | 'copy';
  readonly by: unknown;
}

const step: fc.Arbitrary<Step> = fc.record({
  at: fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }),
  how: fc.constantFrom('drop', 'junk', 'wrap', 'rename', 'copy'),
  by: fc.oneof(fc.constantFrom(...JUNK), fc.jsonValue()),
});

/** The value with up to three of its parts dropped, exchanged, wrapped, renamed or copied; it keeps the rest of its shape. */
export const mutated = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<unknown> =>
  fc
    .tuple(value, fc.array(step, { maxLength: 3 }))
    .map(([sound, steps]) => steps.reduce<unknown>((so, each) => changed(so, each.at, each), structuredClone(sound)));

function changed(value: unknown, at: readonly number[], { how, by }: Step): unknown {
  const [first, ...rest] = at;
  if (first === undefined || typeof value !== 'object' || value === null) return how === 'wrap' ? [value] : by;
  const keys = Object.keys(value);
  const key = keys[first % Math.max(1, keys.length)];
  if (key === undefined) return by;
  const parts = value as Record<string, unknown>;
  if (rest.length > 0 && typeof parts[key] === 'object') {
    return withPart(value, key, changed(parts[key], rest, { how, by, at }));
  }
  switch (how) {
    case 'drop':
      return Array.isArray(value)
        ? value.filter((_, n) => String(n) !== key)
        : Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    case 'junk':
      return withPart(value, key, by);
    case 'wrap':
      return withPart(value, key, { [key]: parts[key] });
    case 'rename':
      return Array.isArray(value)
        ? value
        : Object.fromEntries(Object.entries(value).map(([name, part]) => [name === key ? `${name} ` : name, part]));
    case 'copy':
      return Array.isArray(value) ? [...value, parts[key]] : withPart(value, `${key}2`, parts[key]);
  }
}

const withPart = (value: object, key: string, part: unknown): unknown =>
  Array.isArray(value)
    ? value.map((old: unknown, n) => (String(n) === key ? part : old))
    : Object.fromEntries([...Object.entries(value).filter(([name]) => name !== key), [key, part]]);

/** Bytes with up to three places flipped, cut off, repeated or filled in. */
export const disturbed = (bytes: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(
      bytes,
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255), fc.nat(3)), { maxLength: 3 }),
    )
    .map(([sound, places]) =>
      places.reduce((so, [where, byte, how]) => {
        const at = Math.floor(where * so.length);
        if (how === 0) return so.subarray(0, at);
        if (how === 1) return Buffer.concat([so.subarray(0, at), Buffer.from([byte]), so.subarray(at)]);
        if (how === 2) return Buffer.concat([so.subarray(0, at), so.subarray(at / 2, at), so.subarray(at)]);
        const changedBytes = Buffer.from(so);
        if (at < so.length) changedBytes[at] = byte;
        return changedBytes;
      }, sound),
    );
