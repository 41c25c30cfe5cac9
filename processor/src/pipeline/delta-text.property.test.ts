import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Delta, type DeltaTuple, encodeDeltas } from '../contract/kpi.ts';
import { DeltaText } from './delta-text.ts';

const name = fc.oneof(fc.constantFrom('', 'mall/on-time-delivery', 'order/8812', 'carrier-1', '"\\'), fc.string());
const delta: fc.Arbitrary<Delta> = fc.record({
  kpi: name,
  partner: name,
  market: name,
  carrier: name,
  channel: name,
  bucket: fc.integer(),
  offset: fc.maxSafeNat(),
  subject: name,
  num: fc.integer({ min: -1, max: 1 }),
  den: fc.integer({ min: -1, max: 1 }),
  quiet: fc.boolean(),
  at: fc.maxSafeNat(),
  cause: fc.oneof(
    fc.constantFrom('counted' as const, 'moved' as const),
    name.map((why) => `excluded/${why}` as const),
  ),
});

const tuple = (each: Delta): DeltaTuple => {
  const { offset, subject, kpi, market, carrier, channel, bucket, num, den, quiet, at, cause } = each;
  return [offset, subject, kpi, market, carrier, channel, bucket, num, den, quiet ? 1 : 0, at, cause];
};

test('deltas that are written as they come are the message that the contract states, one after the other', () => {
  const text = new DeltaText();
  const message = fc.tuple(name, fc.nat(255), fc.array(delta, { maxLength: 5 }));
  fc.assert(
    fc.property(message, message, (...messages) => {
      const values = messages.map(([partner, lane, deltas]) => {
        text.begin(partner, lane);
        for (const each of deltas) text.add(each);
        return text.end();
      });
      expect(values.map(String)).toEqual(
        messages.map(([partner, lane, deltas]) => String(encodeDeltas({ partner, lane, deltas: deltas.map(tuple) }))),
      );
    }),
  );
});
