import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBatchesOurselves } from './read-batches.ts';
import { createRecordReader } from './record.ts';

const require = createRequire(import.meta.url);
const DECODER = 'kafkajs/src/protocol/recordBatch/v0/decoder';
const Decoder = require('kafkajs/src/protocol/decoder');
const Long = require('kafkajs/src/utils/long');
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0');
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0');
const { Types } = require('kafkajs/src/protocol/message/compression');

const theirs = require(DECODER);
readBatchesOurselves();
const ours = require(DECODER);

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const headers = fc.dictionary(
  fc.constantFrom('kind', 'traceparent', 'ž'),
  fc.oneof(bytes, fc.array(bytes, { minLength: 2, maxLength: 3 })),
  { noNullPrototype: true },
);
const record = fc.record({
  key: fc.option(fc.oneof(bytes, fc.string().map(Buffer.from))),
  value: fc.option(bytes),
  headers,
  timestampDelta: fc.maxSafeInteger().map((delta) => Math.trunc(delta / 8)),
});
const batch = fc.record({
  records: fc.array(record, { maxLength: 20 }),
  firstOffset: fc.oneof(
    fc.nat(),
    fc.maxSafeInteger().map((offset) => Math.floor(Math.abs(offset) / 2)),
  ),
  step: fc.integer({ min: 1, max: 100_000 }),
  firstTimestamp: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2200-01-01') }).map(Number),
  compression: fc.constantFrom(Types.None, Types.GZIP),
  transactional: fc.boolean(),
  byLog: fc.boolean(),
});

type Told = typeof batch extends fc.Arbitrary<infer Batch> ? Batch : never;

async function encode({ records, firstOffset, step, firstTimestamp, compression, transactional, byLog }: Told) {
  const encoded = records.map((each, n) =>
    encodeRecord({ ...each, timestampDelta: Long.fromNumber(each.timestampDelta), offsetDelta: n * step }),
  );
  const { buffer } = await RecordBatch({
    compression,
    firstOffset: Long.fromNumber(firstOffset),
    firstTimestamp,
    maxTimestamp: firstTimestamp + 5,
    lastOffsetDelta: records.length * step,
    transactional,
    records: encoded,
  });
  // kafkajs always writes that the sender told the time; brokers say here that the log did.
  if (byLog) buffer[22] |= 0x08;
  return buffer as Buffer;
}

/** Everything that a message of kafkajs has. */
const whole = (message: Record<string, unknown>) => {
  const { key, offset, value, headers, timestamp, attributes, isControlRecord, magicByte } = message;
  return { key, offset, value, headers: { ...(headers as object) }, timestamp, attributes, isControlRecord, magicByte };
};

describe('a batch is read as kafkajs reads it', () => {
  test('record by record, and its context', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 3 }), async (batches) => {
        const fetched = Buffer.concat(await Promise.all(batches.map(encode)));
        const [their, our] = [new Decoder(fetched), new Decoder(fetched)];
        for (const _ of batches) {
          const { records: theirRecords, ...theirContext } = await theirs(their);
          const { records: ourRecords, magicByte, ...ourContext } = await ours(our);
          expect(ourContext).toEqual(theirContext);
          expect(our.offset).toBe(their.offset);
          expect(ourRecords.map(whole)).toEqual(theirRecords.map(whole));
          for (const { batchContext } of ourRecords) expect(batchContext).toEqual({ ...theirContext, magicByte });
          // What becomes of them in a lane.
          expect(createRecordReader(1)(ourRecords)).toEqual(createRecordReader(1)(theirRecords));
        }
      }),
    );
  });

  test('and one that the broker has cut off is said to be partial', async () => {
    const encoded = await encode({
      ...fc.sample(batch, 1)[0]!,
      records: [{ key: null, value: Buffer.from('{}'), headers: {}, timestampDelta: 0 }],
    });
    const cut = encoded.subarray(0, encoded.length - 1);
    for (const decode of [theirs, ours]) {
      await expect(decode(new Decoder(cut))).rejects.toMatchObject({ name: 'KafkaJSPartialMessageError' });
    }
  });
});
