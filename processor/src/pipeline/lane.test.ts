import type { LogRecord } from '@belfry/ingest/log';
import { expect, test } from 'vitest';
import { createFakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { EventsFold } from './events-fold.ts';
import { Lane } from './lane.ts';
import { Outbox } from './outbox.ts';
import { Publisher } from './publisher.ts';

const fatal = (error: Error): void => {
  throw error;
};

const records = (from: number, count: number): LogRecord[] =>
  Array.from({ length: count }, (_, n) => ({
    partition: 0,
    offset: from + n,
    appendTime: 1,
    kind: 'event' as const,
    key: 'import/1',
    value: Buffer.from('{}'),
  }));

test('a lane that catches up and is never empty does not keep what it has applied', () => {
  const outbox = new Outbox(1, new Publisher(undefined, createFakeWallClock(0), fatal));
  const lane = new Lane('events', 0, new EventsFold(0), outbox, { nextOffset: 0, highestAppend: 0, horizon: 0 });
  for (let turn = 0; turn < 100; turn++) {
    lane.enqueue(records(turn * 100, 100), 10_000);
    // Out of time after sixteen records as long as there are more: some are always left over.
    for (let n = 0; n < 5; n++) lane.apply(() => true);
    expect(lane.backlog).toBeGreaterThan(0);
  }
  const { queue } = lane as unknown as { queue: readonly LogRecord[] };
  expect(queue.length).toBeLessThan(lane.backlog + 200);
});

test('a lane passes the markers that a foreign transaction leaves between records', () => {
  const outbox = new Outbox(1, new Publisher(undefined, createFakeWallClock(0), fatal));
  const lane = new Lane('events', 0, new EventsFold(0), outbox, { nextOffset: 0, highestAppend: 0, horizon: 0 });
  lane.enqueue([...records(0, 1), ...records(2, 2)], 5);
  expect(lane.apply(() => false)).toBe('empty');
  expect(lane.nextOffset).toBe(4);
});

test('a lane comes to the end of a log that ends in such markers, once it has applied what lies before them', () => {
  const outbox = new Outbox(1, new Publisher(undefined, createFakeWallClock(0), fatal));
  const lane = new Lane('events', 0, new EventsFold(0), outbox, { nextOffset: 0, highestAppend: 0, horizon: 0 });
  lane.enqueue(records(0, 40), 40);
  lane.pass(41);
  expect(lane.apply(() => true)).toBe('out-of-time');
  expect(lane.nextOffset).toBeLessThan(40);
  expect(lane.apply(() => false)).toBe('empty');
  expect(lane.nextOffset).toBe(41);
  lane.pass(42);
  expect([lane.nextOffset, lane.end]).toEqual([42, 42]);
});
