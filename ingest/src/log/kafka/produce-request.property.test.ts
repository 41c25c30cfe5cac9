import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { crc32c } from './crc32c.ts';
import { writeBatchesOurselves } from './write-batches.ts';

const require = createRequire(import.meta.url);
const REQUEST = 'kafkajs/src/protocol/requests/produce/v3/request';
const theirCrc = require('kafkajs/src/protocol/recordBatch/crc32C');
const { Types } = require('kafkajs/src/protocol/message/compression');

const theirs = require(REQUEST);
writeBatchesOurselves();
const ours = require(REQUEST);

const NOW = Date.UTC(2026, 10, 27, 8, 30, 1, 234);
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const text = fc.oneof(bytes, fc.string({ unit: 'binary', maxLength: 100 }));
const message = fc.record(
  {
    key: fc.option(text),
    value: fc.option(text),
    headers: fc.dictionary(
      fc.constantFrom('kind', 'traceparent', 'ž'),
      fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 3 })),
      { noNullPrototype: true },
    ),
    partition: fc.nat(20),
  },
  { requiredKeys: ['key', 'value', 'partition'] },
);
const topicData = fc.array(
  fc.record({
    topic: fc.constantFrom('belfry.events', 'belfry.kpi', 'ž'),
    partitions: fc.array(
      fc.record({
        partition: fc.nat(1000),
        firstSequence: fc.constant(0),
        messages: fc.array(message, { maxLength: 150, minLength: 1 }),
      }),
      { maxLength: 4 },
    ),
  }),
  { maxLength: 3 },
);
/** As kafkajs asks on behalf of a producer that is not idempotent. */
const plain = { transactionalId: undefined, producerId: -1, producerEpoch: 0, compression: Types.None, acks: -1 };

afterEach(() => void vi.useRealTimers());

describe('our writer of Produce requests', () => {
  test('writes what kafkajs writes, byte for byte', async () => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
    await fc.assert(
      fc.asyncProperty(topicData, fc.nat(60_000), async (data, timeout) => {
        const told = { ...plain, timeout, topicData: data };
        const [expected, written] = [await theirs(told).encode(), await ours(told).encode()];
        expect(written.buffer.equals(expected.buffer)).toBe(true);
        expect([written.size(), written.offset]).toEqual([expected.size(), expected.offset]);
      }),
      { numRuns: 200 },
    );
  });

  test('writes large records and many of them alike', async () => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
    const messages = Array.from({ length: 9000 }, (_, n) => ({ key: `order/${n}`, value: Buffer.alloc(n % 90, n) }));
    messages.push({ key: 'large', value: Buffer.alloc(300_000, 7) });
    const told = { ...plain, timeout: 1, topicData: [{ topic: 't', partitions: [{ partition: 0, messages }] }] };
    expect((await ours(told).encode()).buffer.equals((await theirs(told).encode()).buffer)).toBe(true);
  });

  test('leaves to kafkajs what Belfry never sends', async () => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
    const messages = [{ key: 'a', value: Buffer.from('b') }];
    const partitions = [{ partition: 0, messages }];
    for (const special of [
      { compression: Types.GZIP },
      { transactionalId: 't', producerId: 7, producerEpoch: 1 },
      { topicData: [{ topic: 't', partitions: [{ partition: 0, messages: [{ ...messages[0], timestamp: '5' }] }] }] },
    ]) {
      const told = { ...plain, timeout: 1, topicData: [{ topic: 't', partitions }], ...special };
      expect((await ours(told).encode()).buffer).toEqual((await theirs(told).encode()).buffer);
    }
  });

  test('says the rest of a request as kafkajs does', () => {
    const { encode: _, expectResponse, ...rest } = ours({ ...plain, timeout: 1, topicData: [] });
    expect(rest).toEqual({ apiKey: 0, apiVersion: 3, apiName: 'Produce' });
    expect(expectResponse()).toBe(true);
  });
});

test('the checksum is that of kafkajs, wherever the bytes begin and end', () => {
  expect(crc32c(Buffer.from('123456789'), 0, 9)).toBe(0xe3069283);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(20), fc.nat(20), (array, from, less) => {
      const all = Buffer.from(array);
      const start = Math.min(from, all.length);
      const end = Math.max(start, all.length - less);
      expect(crc32c(all, start, end)).toBe(theirCrc(all.subarray(start, end)));
    }),
  );
});
