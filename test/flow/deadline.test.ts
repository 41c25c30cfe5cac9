import { encodeRelease, encodeTick } from '@belfry/ingest/contract';
import type { NewRecord } from '@belfry/ingest/log';
import { type ClockSignal, decodeSignal } from '@belfry/processor/contract';
import type { Sql } from '@belfry/sql';
import { beforeEach, describe, expect, test } from 'vitest';
import { EventsFold } from '../../processor/src/pipeline/events-fold.ts';
import { Runtime } from '../../processor/src/pipeline/runtime.ts';
import { createFakeWallClock, type FakeWallClock } from '../support/fake-wall-clock.ts';
import { createMemoryLog, type MemoryLog } from '../support/memory-log.ts';
import { smallPack } from '../support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);

/** Ship within ten seconds. */
const PACK = smallPack(10 / 60);

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
let runtime: Runtime;
let told: number;

beforeEach(async () => {
  clock = createFakeWallClock(T0);
  log = createMemoryLog({ wallClock: clock });
  told = 0;
  await log.ensure([
    { name: 'events', partitions: 1 },
    { name: 'signals', partitions: 1 },
    { name: 'kpi', partitions: 1 },
  ]);
  runtime = new Runtime({
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
  const value = Buffer.from(JSON.stringify({ hash: 'h', number: null, source: '', compiled: PACK }));
  log.put('events', 0, [{ key: '', kind: 'policy', value }]);
  await calm();
});

/** Lets everything that is under way come to rest, without time passing. */
async function calm(): Promise<void> {
  for (let n = 0; n < 20; n++) {
    await log.delivered();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Time passes to this many ms after the beginning, a hundredth of a second at a time. */
async function at(ms: number): Promise<void> {
  while (clock.now() < T0 + ms) {
    clock.advance(Math.min(10, T0 + ms - clock.now()));
    await log.delivered();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await calm();
}

const event = (
  type: string,
  time: number,
  extra: { id?: string; importid?: string; subject?: string } = {},
): NewRecord => {
  const { id = `${type} ${time}`, importid, subject = 'order/1' } = extra;
  const body = {
    specversion: '1.0',
    id,
    source: 's',
    type,
    subject,
    time: new Date(T0 + time).toISOString(),
    importid,
  };
  return { key: subject, kind: 'event', value: Buffer.from(JSON.stringify(body)) };
};

const put = (...records: NewRecord[]): void => void log.put('events', 0, records);

/** What has been told since the last time. */
function heard(): string[] {
  const records = log.records('signals', 0);
  const fresh = records.slice(told).map(({ value }) => decodeSignal(value) as ClockSignal);
  told = records.length;
  return fresh.map(({ kind, quiet }) => (quiet ? `${kind} (quiet)` : kind));
}

const ticks = (): number => log.records('events', 0).filter(({ kind }) => kind === 'tick').length;

describe('a deadline', () => {
  test('rings when its tick comes back, after its grace, once', async () => {
    put(event('order.opened', 0));
    await at(12_000);
    expect(heard()).toEqual([]);
    await at(12_020);
    expect(heard()).toEqual(['breached']);
    await at(60_000);
    expect(heard()).toEqual([]);
    expect(ticks()).toBe(1);
  });

  test('does not ring when it was kept, even if that is read only just before the tick', async () => {
    put(event('order.opened', 0));
    await at(11_900);
    put(event('order.shipped', 9_000));
    await at(20_000);
    expect(heard()).toEqual([]);
    expect(ticks()).toBe(0);
  });

  test('is kept by a stop at exactly the deadline', async () => {
    put(event('order.opened', 0), event('order.shipped', 10_000));
    await at(15_000);
    expect(heard()).toEqual([]);
  });

  test('is broken by a stop one millisecond later', async () => {
    put(event('order.opened', 0), event('order.shipped', 10_001));
    await calm();
    expect(heard()).toEqual(['breached', 'met-late']);
  });

  test('that was told late is breached and met late in one breath', async () => {
    put(event('order.opened', 0));
    await at(11_000);
    put(event('order.shipped', 10_500));
    await calm();
    expect(heard()).toEqual(['breached', 'met-late']);
  });

  test('is taken back by late evidence, with its number growing', async () => {
    put(event('order.opened', 0));
    await at(13_000);
    expect(heard()).toEqual(['breached']);
    put(event('order.shipped', 4_000));
    await calm();
    expect(heard()).toEqual(['retracted']);
  });

  test('waits for the slower of two clocks', async () => {
    log.skew(-700);
    put(event('order.opened', 0));
    await at(12_600);
    expect(heard()).toEqual([]);
    await at(13_000);
    expect(heard()).toEqual(['breached']);
    // One that came back short, one that did not: it waits for the shortfall instead of asking again and again.
    expect(ticks()).toBeLessThanOrEqual(3);
  });

  test('does not ring while the log is out of reach, and what was acknowledged before the tick comes first', async () => {
    put(event('order.opened', 0));
    await at(11_000);
    const letGo = log.hold();
    const appended = log.append('events', 0, [event('order.shipped', 9_000)]);
    await at(60_000);
    expect(heard()).toEqual([]);
    letGo();
    await appended;
    await at(60_100);
    expect(heard()).toEqual([]);
  });

  test('rings even if another owner ticked right after its tick, and then died', async () => {
    put(event('order.opened', 0), event('order.opened', 5_000, { subject: 'order/2' }));
    await at(11_000);
    const letGo = log.hold();
    await at(12_020);
    letGo();
    while (ticks() === 0) await Promise.resolve();
    put({ key: '', kind: 'tick', value: encodeTick({ at: T0 + 12_020, by: 'another' }) });
    await at(12_100);
    expect(heard()).toEqual(['breached']);
    await at(30_000);
    expect(heard()).toEqual(['breached']);
  });

  test('rings on time when the wall clock is set forward in a quiet lane', async () => {
    put(event('order.opened', 200_000));
    await calm();
    clock.set(T0 + 212_500);
    await at(223_000);
    expect(heard()).toEqual(['breached']);
  });

  test('rings after an append that failed', async () => {
    put(event('order.opened', 0));
    await at(11_000);
    log.fail(3);
    await at(12_500);
    expect(heard()).toEqual([]);
    await at(13_500);
    expect(heard()).toEqual(['breached']);
  });
});

describe('an import', () => {
  const history = [
    event('order.opened', -86_400_000, { importid: 'i' }),
    event('order.shipped', -86_300_000, { importid: 'i' }),
  ];
  const release: NewRecord = { key: '', kind: 'release', value: encodeRelease({ importid: 'i' }) };

  test('holds its events until its release, and what would have rung until then is quiet', async () => {
    put(...history);
    await at(5_000);
    expect(heard()).toEqual([]);
    put(release);
    await calm();
    expect(heard()).toEqual(['breached (quiet)', 'met-late (quiet)']);
  });

  test('never rings history at the first tick, even where the lane has never ticked before', async () => {
    put(history[0]!, release);
    await calm();
    await at(10_000);
    expect(heard()).toEqual(['breached (quiet)']);
    put(event('order.shipped', 9_000));
    await calm();
    // Nobody was rung, so nobody is told that it is over.
    expect(heard()).toEqual(['met-late (quiet)']);
  });

  test('rings what runs out after its release', async () => {
    put(event('order.opened', -2_000, { importid: 'i' }), release);
    await at(9_900);
    expect(heard()).toEqual([]);
    await at(10_100);
    expect(heard()).toEqual(['breached']);
  });

  test('that tells more after its release is judged at once, quietly', async () => {
    put(release, ...history);
    await calm();
    expect(heard()).toEqual(['breached (quiet)', 'met-late (quiet)']);
  });
});
