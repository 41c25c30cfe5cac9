import type { KafkaMessage } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { createRecordReader, toMessage } from './record.ts';

const message = (fields: Partial<KafkaMessage>): KafkaMessage =>
  ({
    key: null,
    value: Buffer.from('{}'),
    timestamp: '0',
    offset: '0',
    attributes: 0,
    headers: {},
    ...fields,
  }) as KafkaMessage;

describe('a record on Kafka', () => {
  it('is an event without any header, and anything else with one', () => {
    const value = Buffer.from('{}');
    expect(toMessage(3, { key: 'o-1', kind: 'event', value })).toEqual({ partition: 3, key: 'o-1', value });
    expect(toMessage(3, { key: '', kind: 'tick', value })).toEqual({
      partition: 3,
      key: null,
      value,
      headers: { kind: 'tick' },
    });
  });

  it('is read with the times as they come, also when they step back', () => {
    const read = createRecordReader(5);
    const times = ['100', '100', '90', '100'];
    const records = read(times.map((timestamp, i) => message({ timestamp, offset: String(i) })));
    expect(records.map(({ appendTime }) => appendTime)).toEqual([100, 100, 90, 100]);
    expect(records.map(({ offset, partition }) => [partition, offset])).toEqual([
      [5, 0],
      [5, 1],
      [5, 2],
      [5, 3],
    ]);
  });

  it('may come from another producer: no key, no value, headers of its own', () => {
    const [record] = createRecordReader(0)([
      message({ value: null, headers: { traceparent: Buffer.from('00-1') }, offset: '9007199254740991' }),
    ]);
    expect(record).toEqual({
      partition: 0,
      offset: Number.MAX_SAFE_INTEGER,
      appendTime: 0,
      kind: 'event',
      key: '',
      value: Buffer.alloc(0),
    });
  });

  it('keeps its kind', () => {
    const [record] = createRecordReader(0)([message({ headers: { kind: Buffer.from('deltas') } })]);
    expect(record!.kind).toBe('deltas');
  });
});
