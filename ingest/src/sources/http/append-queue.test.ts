import { describe, expect, it } from 'vitest';
import { createMemoryLog } from '../../../../test/support/memory-log.ts';
import type { NewRecord } from '../../log/event-log.ts';
import { AppendQueue } from './append-queue.ts';

async function started() {
  let now = 1_000;
  const wallClock = { now: () => now, after: () => () => {} };
  const log = createMemoryLog({ wallClock });
  await log.ensure([{ name: 'events', partitions: 2 }]);
  const appends: number[] = [];
  const watched = {
    ...log,
    append: (...[name, partition, records]: Parameters<typeof log.append>) => {
      appends.push(records.length);
      return log.append(name, partition, records);
    },
  };
  const queue = new AppendQueue(watched, 'events', wallClock);
  const pass = (ms: number): void => {
    now += ms;
  };
  return { log, queue, appends, pass };
}

const record = (text: string): NewRecord => ({ key: 'order/1', kind: 'event', value: Buffer.from(text) });
const records = (count: number, text: string) => Array.from({ length: count }, (_, i) => record(`${text}${i}`));

describe('the queue before the log', () => {
  it('has one append a partition under way and gathers what comes meanwhile, in order', async () => {
    const { log, queue, appends } = await started();
    const release = log.hold();
    const added = ['a', 'b', 'c'].map((text) => queue.add(0, records(2, text)));
    const beside = queue.add(1, records(1, 'x'));
    release();
    await Promise.all([...added, beside]);
    expect(appends).toEqual([2, 1, 4]);
    expect(log.records('events', 0).map((one) => one.value.toString())).toEqual(['a0', 'a1', 'b0', 'b1', 'c0', 'c1']);
  });

  it('spreads a large group over appends that a broker takes', async () => {
    const { log, queue, appends } = await started();
    const large = Array.from({ length: 30 }, (_, i) => record(String(i).padEnd(100_000)));
    expect(await queue.add(0, large)).toBe(1_000);
    expect(Math.max(...appends)).toBeLessThanOrEqual(7);
    expect(log.records('events', 0).map((one) => Number(one.value.toString()))).toEqual(large.map((_, i) => i));
    await queue.add(0, records(5_000, ''));
    expect(Math.max(...appends)).toBe(2_000);
  });

  it('fails what waits behind a failure too, and goes on afterwards', async () => {
    const { log, queue } = await started();
    const release = log.hold();
    const first = queue.add(0, records(1, 'a'));
    const behind = queue.add(0, records(1, 'b'));
    log.fail(1);
    release();
    await expect(first).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE' });
    await expect(behind).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE' });
    await queue.add(0, records(1, 'c'));
    expect(log.records('events', 0).map((one) => one.value.toString())).toEqual(['c0']);
  });

  it('says how slow the log is', async () => {
    const { log, queue, pass } = await started();
    expect(queue.slowness()).toBe(0);
    const release = log.hold();
    const added = queue.add(0, records(1, 'a'));
    pass(700);
    const later = queue.add(0, records(1, 'b'));
    expect(queue.slowness()).toBe(700);
    release();
    await Promise.all([added, later]);
    expect(queue.slowness()).toBe(0);
  });
});
