import { encodeRelease } from '@belfry/ingest/contract';
import type { NewRecord } from '@belfry/ingest/log';
import { decodeSignal, isNotice } from '@belfry/processor/contract';
import type { Sql } from '@belfry/sql';
import { beforeEach, describe, expect, test } from 'vitest';
import { EventsFold } from '../../processor/src/pipeline/events-fold.ts';
import { Runtime } from '../../processor/src/pipeline/runtime.ts';
import { createFakeWallClock, type FakeWallClock } from '../support/fake-wall-clock.ts';
import { createMemoryLog, type MemoryLog } from '../support/memory-log.ts';
import { smallPack } from '../support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Tables that take everything and hold nothing: these timelines begin with an empty Belfry and never restart it. */
const takesAll: Sql = {
  database: 'none',
  query: async () => [],
  stream: async () => (async function* () {})(),
  command: async () => undefined,
  insert: async () => undefined,
  ready: async () => undefined,
  close: async () => undefined,
};

let clock: FakeWallClock;
let log: MemoryLog;
let told: number;

beforeEach(async () => {
  clock = createFakeWallClock(T0);
  log = createMemoryLog({ wallClock: clock });
  told = 0;
  await log.ensure([
    { name: 'events', partitions: 2 },
    { name: 'signals', partitions: 1 },
    { name: 'kpi', partitions: 1 },
  ]);
  const runtime = new Runtime({
    log,
    sql: takesAll,
    wallClock: clock,
    generation: 1,
    folds: { events: (lane) => new EventsFold(lane) },
    sender: 'owner',
    mode: 'live',
    group: 'g',
    onFatal: (error) => {
      throw error;
    },
    report: () => undefined,
  });
  await runtime.start();
});

async function calm(): Promise<void> {
  for (let n = 0; n < 20; n++) {
    await log.delivered();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Time passes to this many ms after the beginning, in leaps, and by the second at the end of each day. */
async function at(ms: number): Promise<void> {
  for (let now = clock.now() - T0; now < ms; now = clock.now() - T0) {
    clock.advance(Math.min(ms - now > 10 * 60_000 ? 5 * 60_000 : 1000, ms - now));
    await log.delivered();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await calm();
}

const policy = (number: number, minutes: number, ends?: number): NewRecord => {
  const calendar = { name: 'c', zone: 'UTC', offsets: [0, 0], spans: [], dayMinutes: 0, from: T0 - DAY };
  const compiled = smallPack(minutes, ends === undefined ? {} : { calendars: { c: { ...calendar, until: ends } } });
  return {
    key: '',
    kind: 'policy',
    value: Buffer.from(JSON.stringify({ hash: `h${number}`, number, source: '', compiled })),
  };
};

const history = (subject: string): NewRecord => {
  const event = { specversion: '1.0', id: '1', source: 's', type: 'order.opened', subject, importid: 'i' };
  const time = new Date(T0 - DAY).toISOString();
  return { key: subject, kind: 'event', value: Buffer.from(JSON.stringify({ ...event, time })) };
};

/** What has been told since the last time. */
function heard(): string[] {
  const records = log.records('signals', 0);
  const fresh = records.slice(told).map(({ value }) => decodeSignal(value));
  told = records.length;
  return fresh.map((signal) => (isNotice(signal) ? `${signal.kind} by lane ${signal.lane}` : signal.kind));
}

describe('a notice', () => {
  test('of a policy that has changed is published when lane 0 takes the new version, and by no other lane', async () => {
    for (const lane of [0, 1]) log.put('events', lane, [policy(0, 60)]);
    await calm();
    expect(heard()).toEqual([]);
    for (const lane of [0, 1]) log.put('events', lane, [policy(1, 30), policy(1, 30)]);
    await calm();
    expect(heard()).toEqual(['policy-changed by lane 0']);
  });

  test('of a calendar that ends is published 90 days before, with nothing else happening', async () => {
    for (const lane of [0, 1]) log.put('events', lane, [policy(0, 60, T0 + 90 * DAY + HOUR)]);
    await at(HOUR + 1_000);
    expect(heard()).toEqual([]);
    await at(HOUR + 3_000);
    expect(heard()).toEqual(['calendar-ends by lane 0']);
    await at(3 * HOUR);
    expect(heard()).toEqual([]);
  });

  test('of an import that waits for a day is published by each lane that holds some of it', async () => {
    log.put('events', 0, [history('order/1')]);
    await at(HOUR);
    log.put('events', 1, [history('order/2')]);
    await at(DAY + 1_000);
    expect(heard()).toEqual([]);
    await at(DAY + 3_000);
    expect(heard()).toEqual(['import-unfinished by lane 0']);
    await at(DAY + HOUR + 3_000);
    expect(heard()).toEqual(['import-unfinished by lane 1']);
    expect(new Set(log.records('signals', 0).map(({ value }) => decodeSignal(value).id)).size).toBe(1);
  });

  test('of an import that is released within the day is not published', async () => {
    log.put('events', 0, [history('order/1')]);
    await at(23 * HOUR);
    log.put('events', 0, [{ key: '', kind: 'release', value: encodeRelease({ importid: 'i' }) }]);
    await at(2 * DAY);
    expect(heard()).toEqual([]);
  });
});
