import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { registerCodecs } from './codecs.ts';
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
registerCodecs();
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

describe('a batch that cannot be taken apart', () => {
  const BATCH_HEAD = 61;
  const three = async (compression: number) =>
    encode({
      ...fc.sample(batch, 1)[0]!,
      ...{ firstOffset: 70, step: 1, compression, transactional: false },
      records: ['a', 'b', 'c'].map((key) => ({
        ...{ key: Buffer.from(key), value: Buffer.alloc(100, key) },
        ...{ headers: {}, timestampDelta: 0 },
      })),
    });
  const expectUnreadable = async (bytes: Buffer) => {
    const { records } = await ours(new Decoder(bytes));
    // The batch says that it goes up to the third offset behind its first.
    expect(createRecordReader(1)(records)).toMatchObject([
      { offset: 70, kind: 'unreadable', key: '', value: bytes },
      { offset: 71, kind: 'unreadable', value: Buffer.alloc(0) },
      { offset: 72, kind: 'unreadable' },
      { offset: 73, kind: 'unreadable' },
    ]);
  };

  test.each([5, 6, 7])(
    'since nobody knows its codec %i: a record for each offset, the first with all bytes',
    async (codec) => {
      const bytes = await three(Types.None);
      bytes[22]! |= codec;
      await expectUnreadable(bytes);
    },
  );

  test.each([1, 2, 3, 4])('since what is packed by codec %i is noise', async (codec) => {
    const bytes = await three(Types.None);
    bytes[22]! |= codec;
    bytes.fill('noise', BATCH_HEAD);
    await expectUnreadable(bytes);
  });

  test('whatever stands in it: each of its offsets has a record, or it is told apart', async () => {
    const sound = await three(Types.None);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: sound.length - BATCH_HEAD }),
        fc.constantFrom(0, 1, 2, 3, 4, 5),
        async (noise, codec) => {
          const bytes = Buffer.from(sound);
          bytes[22]! |= codec;
          bytes.set(noise, BATCH_HEAD);
          const { records } = await ours(new Decoder(bytes));
          const read = createRecordReader(1)(records);
          if (read[0]!.kind === 'unreadable') expect(read.map(({ offset }) => offset)).toEqual([70, 71, 72, 73]);
          else expect(read.every(({ offset }) => offset >= 70 && offset <= 73)).toBe(true);
        },
      ),
    );
  });
});
