import type { NewRecord } from '@belfry/ingest/log';
import { type Column, RowWriter, type Sql, SqlError } from '@belfry/sql';
import { expect, test } from 'vitest';
import { EventsFold } from '../../processor/src/pipeline/events-fold.ts';
import { Runtime } from '../../processor/src/pipeline/runtime.ts';
import { createFakeWallClock } from '../support/fake-wall-clock.ts';
import { createMemoryLog } from '../support/memory-log.ts';

const T0 = Date.UTC(2026, 0, 5, 9);

/** What is stored of a lane: it stands at offset 0, and one closed order is out of memory. */
const STORED = {
  positions: [{ next_offset: 0, highest_append: 0, horizon: 0, extent: '{}' }],
  asked: [{ subject: 'order/1', offset: -1, state: '{"pin":0,"facts":[]}' }],
};

const COLUMNS: readonly Column[] = [
  ['subject', 'String'],
  ['offset', 'Int64'],
  ['open', 'Bool'],
  ['may_wait', 'Bool'],
  ['state', 'String'],
  ['next_due', 'Nullable(Int64)'],
];

/** A runtime whose questions of this kind are not answered while `away` says so. */
async function started(unanswered: 'FROM positions' | 'subject IN') {
  const wallClock = createFakeWallClock(T0);
  const log = createMemoryLog({ wallClock });
  for (const name of ['events', 'signals', 'kpi'] as const) await log.ensure([{ name, partitions: 1 }]);
  const faults: Error[] = [];
  const state = { away: true, questions: 0 };
  const sql: Sql = {
    database: 'none',
    async query<Row>(text: string) {
      if (text.includes(unanswered)) {
        state.questions++;
        if (state.away) throw new SqlError('SQL_UNAVAILABLE', 'no answer', { retriable: true });
      }
      if (text.includes('FROM policies')) return [];
      return STORED[text.includes('FROM positions') ? 'positions' : 'asked'] as Row[];
    },
    stream: async () =>
      (async function* () {
        const writer = new RowWriter(COLUMNS);
        writer.str('order/1').i64(-1).bool(false).bool(false).str('').i64n(null).end();
        yield writer.take();
      })(),
    command: async () => undefined,
    insert: async () => undefined,
    ready: async () => undefined,
    close: async () => undefined,
  };
  const runtime = new Runtime({
    log,
    sql,
    wallClock,
    generation: 1,
    folds: { events: (lane) => new EventsFold(lane) },
    sender: 'owner',
    mode: 'live',
    group: 'g',
    onFatal: (error) => faults.push(error),
    report: () => undefined,
  });
  const passes = async (ms: number): Promise<void> => {
    for (let n = 0; n < ms / 100; n++) {
      wallClock.advance(100);
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { runtime, log, wallClock, faults, state, passes };
}

const event: NewRecord = {
  key: 'order/1',
  kind: 'event',
  value: Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: '1',
      source: 's',
      type: 'order.created',
      subject: 'order/1',
      time: new Date(T0).toISOString(),
    }),
  ),
};

test('a lane that is taken over while ClickHouse is away waits for it', async () => {
  const { runtime, log, faults, state, passes } = await started('FROM positions');
  await runtime.start();
  log.put('events', 0, [event]);
  await passes(5_000);
  expect([faults, state.questions > 2, runtime.lanes()]).toEqual([[], true, []]);
  state.away = false;
  await passes(2_000);
  expect([faults, runtime.lanes()[0]?.nextOffset]).toEqual([[], 1]);
});

test('a lane whose subject is out of memory while ClickHouse is away waits for it', async () => {
  const { runtime, log, faults, state, passes } = await started('subject IN');
  await runtime.start();
  log.put('events', 0, [event]);
  await passes(5_000);
  expect([faults, state.questions > 2, runtime.lanes()[0]?.nextOffset]).toEqual([[], true, 0]);
  state.away = false;
  await passes(2_000);
  expect([faults, runtime.lanes()[0]?.nextOffset]).toEqual([[], 1]);
});

test('a stop does not wait for a ClickHouse that never comes back, and plans nothing behind it', async () => {
  const { runtime, wallClock, passes } = await started('FROM positions');
  await runtime.start();
  await passes(1_000);
  let stopped = false;
  const stopping = runtime.stop().then(() => {
    stopped = true;
  });
  await passes(6_000);
  expect(stopped).toBe(true);
  await stopping;
  await passes(10_000);
  expect(wallClock.planned()).toBe(0);
});
