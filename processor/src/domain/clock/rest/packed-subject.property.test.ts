import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildRuleset } from '../rules/ruleset.ts';
import { newSubject, type Subject } from '../subject.ts';
import type { Told } from '../tell/told.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { packSubject, unpackSubject } from './packed-subject.ts';
import { Words } from './words.ts';

/** Objects as JSON makes them. */
const aRecord = <T extends object>(fields: { [Name in keyof T]: fc.Arbitrary<T[Name]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true }) as fc.Arbitrary<T>;

const anyText = fc.oneof(
  fc.string(),
  // Lone surrogates, texts that need two bytes a unit, and one that is no word.
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('partner', 'p1', '\ud800', '\udfff\ud800', '', '__proto__', 'x'.repeat(300), 'ÿ', 'Ā'),
);
/** What `JSON.parse` may make of a text: data as a source wrote it. */
const anyJson = fc
  .oneof(
    fc.jsonValue(),
    fc.constantFrom(-0, 0, 1e300, -1e-7, 2 ** 53, -(2 ** 53) + 1, 2 ** 53 - 1, 2 ** 31, -1),
    anyText,
  )
  .filter((value) => value !== undefined);
const data = fc.array(fc.tuple(anyText, anyJson), { maxLength: 5 }).map((fields) => {
  const object: Record<string, unknown> = {};
  // As JSON.parse does it: `__proto__` is a field like any other.
  for (const [key, value] of fields) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
});
const instant = fc.oneof(fc.integer({ min: -8.64e15 / 4, max: 8.64e15 / 4 }), fc.nat());
const fact = aRecord({
  hash: fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 2 ** 53 - 1, 2 ** 32, 2 ** 32 - 1)),
  type: anyText,
  time: instant,
  offset: fc.oneof(
    fc.nat(),
    fc
      .maxSafeNat()
      .map((offset) => offset / 4)
      .map(Math.floor),
  ),
  data,
});
const told: fc.Arbitrary<Told> = aRecord({
  steps: fc.array(
    aRecord({
      name: anyText,
      at: instant,
      quiet: fc.boolean(),
      escalation: fc.oneof(
        fc.constant(null),
        aRecord({ level: anyText, role: anyText, tell: fc.array(anyText, { maxLength: 2 }) }),
      ),
    }),
    { maxLength: 2 },
  ),
  breached: fc.boolean(),
  ended: fc.constantFrom('no' as const, 'kept' as const, 'late' as const),
  ends: fc.nat(),
  reopenings: fc.nat(),
  revision: fc.nat(),
  quiet: fc.boolean(),
});
const more = aRecord({
  held: fc.array(aRecord({ importid: anyText, fact }), { maxLength: 2 }),
  told: fc.array(fc.tuple(anyText, told), { maxLength: 2 }).map((entries) => new Map(entries)),
  // A row is values in a record, whatever their names.
  gone: fc.array(data, { maxLength: 2 }).map((rows) => rows as unknown as Subject['gone']),
  quietUntil: fc.oneof(fc.constant(0), instant),
  live: fc.array(anyText, { maxLength: 2 }),
});

const ORDER = newSubject('order/1', 'order', buildRuleset([])).rules;

test('a subject comes back from its bytes as it was, whatever it consists of', () => {
  const words = new Words();
  const writer = new ByteWriter(words);
  const reader = new ByteReader(words);
  fc.assert(
    fc.property(
      fc.constantFrom('order' as const, 'ticket' as const),
      anyText,
      fc.nat(100_000),
      fc.array(fact, { maxLength: 4 }),
      fc.oneof(fc.constant(-1), fc.nat(), fc.constant(2 ** 50)),
      fc.option(more),
      (kind, name, pin, facts, offset, extra) => {
        const subject = { ...newSubject(`${kind}/${name}`, kind, { ...ORDER, pin }), facts, offset, ...extra };
        packSubject(writer, subject);
        // Where it lies says nothing.
        const bytes = Buffer.concat([Buffer.from('abc'), writer.bytes.subarray(0, writer.length)]);
        const back = unpackSubject(reader.read(bytes, 3));
        expect({ ...back, more: undefined }).toStrictEqual({
          ...{ id: subject.id, kind, pin, offset, facts },
          more: undefined,
        });
        const { held, told, gone, quietUntil, live } = { ...subject, ...back.more };
        expect({ held, told, gone, quietUntil, live }).toStrictEqual({
          held: subject.held,
          told: subject.told,
          gone: subject.gone,
          quietUntil: subject.quietUntil,
          live: subject.live,
        });
        // The order of fields is what their text is made of.
        expect(JSON.stringify(back.facts)).toBe(JSON.stringify(facts));
        expect(reader.isAt(bytes.length)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

test('what cannot be told in JSON is refused, not kept as something else', () => {
  const subject = newSubject('order/1', 'order', ORDER);
  subject.facts = [{ hash: 1, type: 'order.opened', time: 1, offset: 1, data: { n: 1n } }];
  expect(() => packSubject(new ByteWriter(new Words()), subject)).toThrow(/bigint/);
});

test('an order with one fact takes less than sixty bytes once its words are known', () => {
  const writer = new ByteWriter(new Words());
  let bytes = 0;
  for (let n = 0; n < 10; n++) {
    const subject = newSubject(`order/b-${n}`, 'order', ORDER);
    const time = Date.UTC(2026, 0, 5) + n;
    subject.facts = [{ hash: 2 ** 50 + n, type: 'order.opened', time, offset: 2 ** 40 + n, data: { partner: 'p1' } }];
    subject.offset = 2 ** 40 + n;
    packSubject(writer, subject);
    bytes = writer.length;
  }
  expect(bytes).toBeLessThan(60);
});
