import { describe, expect, it } from 'vitest';
import type { LaneReader, LogRecord, NewRecord } from '../../ingest/src/log/event-log.ts';
import { createMemoryLog, type MemoryLog } from './memory-log.ts';

const wallClock = { now: () => 1_000, after: () => () => {} };
const event = (text: string): NewRecord => ({ key: 'order/1', kind: 'event', value: Buffer.from(text) });

async function started(partitions = 2): Promise<MemoryLog> {
  const log = createMemoryLog({ wallClock, fetchRecords: 3 });
  await log.ensure([{ name: 'events', partitions }]);
  return log;
}

/** A reader that writes down what it is told, in order. */
function witness(from = 0, load: () => Promise<void> = () => Promise.resolve()) {
  const told: string[] = [];
  const records: LogRecord[] = [];
  const reader: LaneReader = {
    async assigned(partition) {
      told.push(`assigned ${partition}`);
      await load();
      return from;
    },
    received(partition, batch, end) {
      told.push(`${partition}: ${batch.map((record) => record.value.toString()).join('')} of ${end}`);
      records.push(...batch);
    },
    revoked: (partition) => told.push(`revoked ${partition}`),
    failed: (error) => told.push(`failed ${error.code}`),
  };
  return { told, records, reader };
}

describe('memory log', () => {
  it('hands records over in offset order, in fetches, with the append times it was given', async () => {
    const log = await started(1);
    log.put('events', 0, [event('a')], 500);
    log.put('events', 0, [event('b')], 400);
    expect(await log.append('events', 0, [event('c'), event('d')])).toEqual({ baseOffset: 2, appendTime: 1_000 });
    const { told, records, reader } = witness();
    await log.subscribe({ log: 'events', reader });
    await log.delivered();
    expect(told).toEqual(['assigned 0', '0: abc of 4', '0: d of 4']);
    expect(records.map((record) => [record.offset, record.appendTime])).toEqual([
      [0, 500],
      [1, 400],
      [2, 1_000],
      [3, 1_000],
    ]);
  });

  it('shares partitions in a group, and shows all of them to readers without one', async () => {
    const log = await started(2);
    const first = witness();
    const second = witness();
    const beside = witness();
    await log.subscribe({ log: 'events', group: 'g', reader: first.reader });
    await log.delivered();
    const leaving = await log.subscribe({ log: 'events', group: 'g', reader: second.reader });
    await log.subscribe({ log: 'events', reader: beside.reader });
    await log.append('events', 0, [event('x')]);
    await log.append('events', 1, [event('y')]);
    await log.delivered();
    expect(first.told).toEqual(['assigned 0', 'assigned 1', 'revoked 1', '0: x of 1']);
    expect(second.told).toEqual(['assigned 1', '1: y of 1']);
    expect(beside.records).toHaveLength(2);
    await leaving.stop();
    await log.delivered();
    expect(first.told.slice(4)).toEqual(['assigned 1', '1: y of 1']);
  });

  it('delivers nothing of a paused partition, nor before the lane has loaded', async () => {
    const log = await started(2);
    let loaded = (): void => {};
    const slow = witness(0, () => new Promise<void>((resolve) => (loaded = resolve)));
    const subscribing = log.subscribe({ log: 'events', group: 'g', reader: slow.reader });
    log.put('events', 1, [event('a')]);
    const subscription = await subscribing;
    await new Promise((resolve) => setImmediate(resolve));
    expect(slow.records).toEqual([]);
    subscription.pause(1);
    loaded();
    await new Promise((resolve) => setImmediate(resolve));
    expect(slow.records).toEqual([]);
    subscription.resume(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(slow.told).toContain('1: a of 1');
  });

  it('holds, loses and takes appends without an answer', async () => {
    const log = await started(1);
    const release = log.hold();
    const hanging = log.append('events', 0, [event('a')]);
    expect(log.held()).toBe(1);
    expect((await log.bounds('events', 0)).high).toBe(0);
    release();
    await hanging;
    log.fail(1);
    await expect(log.append('events', 0, [event('b')])).rejects.toMatchObject({
      code: 'LOG_UNAVAILABLE',
      retriable: true,
    });
    log.fail(1, 'landed-unacknowledged');
    await expect(log.append('events', 0, [event('c')])).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE' });
    expect(log.records('events', 0).map((record) => record.value.toString())).toEqual(['a', 'c']);
  });

  it('says when an offset is below what it retains, and when a record is too large', async () => {
    const log = await started(1);
    log.put('events', 0, [event('a'), event('b')]);
    log.trim('events', 0, 1);
    const { told, reader } = witness(0);
    await log.subscribe({ log: 'events', reader });
    await log.delivered();
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual(['assigned 0', 'failed LOG_OFFSET_GONE']);
    expect(await log.bounds('events', 0)).toEqual({ low: 1, high: 2 });
    await expect(log.append('events', 0, [event('x'.repeat(2_000_000))])).rejects.toMatchObject({
      code: 'LOG_TOO_LARGE',
    });
    expect(() => log.partitions('kpi')).toThrow(/before ensure/);
  });
});
