import type { NewRecord } from '@belfry/ingest/log';
import { type ClockSignal, decodeSignal } from '@belfry/processor/contract';
import { type Column, RowReader, RowWriter, type Sql, SqlError } from '@belfry/sql';
import { beforeEach, expect, test } from 'vitest';
import { EventsFold } from '../../processor/src/pipeline/events-fold.ts';
import { Runtime } from '../../processor/src/pipeline/runtime.ts';
import { createFakeWallClock, type FakeWallClock } from '../support/fake-wall-clock.ts';
import { createMemoryLog, type MemoryLog } from '../support/memory-log.ts';
import { smallPack } from '../support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

/** The columns of the table `events`, as they are written and as they are asked for. */
const WRITTEN = ['UInt32', 'UInt16', 'String', 'Int64', 'Int64', 'Int64', 'String'] as const;
const ASKED: readonly Column[] = [
  ['subject', 'String'],
  ['offset', 'Int64'],
  ['append_time', 'Int64'],
  ['value', 'String'],
];

interface Archived {
  readonly lane: number;
  readonly subject: string;
  readonly offset: number;
  readonly appendTime: number;
  readonly value: Buffer;
}

/** Tables that hold the archive and nothing else. `refuses` says what is not answered now. */
class Tables implements Sql {
  readonly database = 'none';
  refuses: 'nothing' | 'archive' | 'inserts' = 'nothing';
  /** How many events were stored when the archive was asked, each time. */
  readonly asked: number[] = [];
  private readonly archive: Archived[] = [];

  query = async () => [];
  command = async () => undefined;
  ready = async () => undefined;
  close = async () => undefined;

  async insert(table: string, _columns: readonly string[], rows: Buffer | readonly Buffer[]): Promise<void> {
    if (this.refuses === 'inserts') throw new SqlError('SQL_UNAVAILABLE', 'no answer', { retriable: true });
    if (table !== 'events') return;
    const pieces = (async function* () {
      yield* [rows].flat();
    })();
    await new RowReader(WRITTEN).read(pieces, (row) => {
      row.u32();
      const [lane, subject, offset, appendTime] = [row.u16(), row.str(), row.i64(), row.i64()];
      row.i64();
      this.archive.push({ lane, subject, offset, appendTime, value: Buffer.from(row.buf()) });
    });
  }

  async stream(text: string, _format: string, params: Record<string, unknown> = {}) {
    if (!text.includes('FROM events')) return (async function* () {})();
    this.asked.push(this.archive.length);
    if (this.refuses === 'archive') throw new SqlError('SQL_UNAVAILABLE', 'no answer', { retriable: true });
    const writer = new RowWriter(ASKED);
    for (const { lane, subject, offset, appendTime, value } of this.archive) {
      if (lane !== params.lane || !(params.asked as string[]).includes(subject)) continue;
      writer.str(subject).i64(offset).i64(appendTime).buf(value).end();
    }
    return (async function* () {
      yield writer.take();
    })();
  }
}

let clock: FakeWallClock;
let log: MemoryLog;
let tables: Tables;
let runtime: Runtime;
let faults: Error[];

beforeEach(async () => {
  clock = createFakeWallClock(T0);
  log = createMemoryLog({ wallClock: clock });
  tables = new Tables();
  faults = [];
  await log.ensure([
    { name: 'events', partitions: 2 },
    { name: 'signals', partitions: 1 },
    { name: 'kpi', partitions: 1 },
  ]);
  runtime = new Runtime({
    log,
    sql: tables as unknown as Sql,
    wallClock: clock,
    generation: 1,
    folds: { events: (lane) => new EventsFold(lane) },
    sender: 'owner',
    mode: 'live',
    group: 'g',
    onFatal: (error) => faults.push(error),
    report: () => undefined,
  });
  await runtime.start();
});

/** Time passes, a tenth of a second at a time. */
async function pass(ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += 100) {
    clock.advance(100);
    for (let turn = 0; turn < 5; turn++) {
      await log.delivered();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

const event = (subject: string, type: string, priority: string): NewRecord => {
  const body = { specversion: '1.0', id: type, source: 's', type, subject, data: { priority } };
  const time = new Date(clock.now()).toISOString();
  return { key: subject, kind: 'event', value: Buffer.from(JSON.stringify({ ...body, time })) };
};

/** Ship within the hour; the second version, for open orders too: within a minute if it is urgent. */
function policy(number: 0 | 1): NewRecord {
  const pack = smallPack(60, number === 1 ? { applies: 'open', fields: ['priority'] } : {});
  const [all] = pack.promises[0]!.rows;
  const target = { kind: 'elapsed' as const, ms: MINUTE };
  const urgent = { ...all!, name: 'urgent', when: { field: 'priority', is: 'urgent' }, target };
  const rows = number === 1 ? [urgent, all!] : [all!];
  const compiled = { ...pack, promises: pack.promises.map((promise) => ({ ...promise, rows })) };
  const value = Buffer.from(JSON.stringify({ hash: `h${number}`, number, source: '', compiled }));
  return { key: '', kind: 'policy', value };
}

const heard = (): string[] =>
  log
    .records('signals', 0)
    .map(({ value }) => decodeSignal(value) as ClockSignal)
    .filter(({ subject }) => subject !== undefined)
    .map(({ kind, subject }) => `${kind} ${subject}`);

const positions = (): number[] => runtime.lanes().map(({ nextOffset }) => nextOffset);

test('a lane stores what it has read, asks the archive, and judges its open subjects by what it finds', async () => {
  log.put('events', 0, [
    policy(0),
    event('order/1', 'order.opened', 'urgent'),
    event('order/2', 'order.opened', 'low'),
  ]);
  // Nothing of it is stored yet when the policy is read.
  log.put('events', 0, [policy(1), event('order/1', 'order.accepted', 'urgent')]);
  await pass(3_000);
  expect([positions()[0], tables.asked]).toEqual([5, [2]]);
  await pass(MINUTE);
  expect([faults, heard()]).toEqual([[], ['breached order/1']]);
});

test('while the archive does not answer, the lane waits and tries on; others go on', async () => {
  for (const lane of [0, 1]) log.put('events', lane, [policy(0)]);
  log.put('events', 0, [event('order/1', 'order.opened', 'urgent')]);
  await pass(2_000);
  tables.refuses = 'archive';
  log.put('events', 0, [policy(1), event('order/1', 'order.shipped', 'urgent')]);
  log.put('events', 1, [policy(1), event('order/3', 'order.opened', 'urgent')]);
  await pass(MINUTE + 5_000);
  expect([faults, positions(), heard()]).toEqual([[], [2, 4], ['breached order/3']]);
  expect(tables.asked.length).toBeGreaterThan(5);
  tables.refuses = 'nothing';
  await pass(5_000);
  expect([faults, positions()[0]]).toEqual([[], 4]);
  // It was shipped in time, and that stood in the log before anybody could say otherwise.
  expect(heard()).toEqual(['breached order/3']);
});

test('while nothing can be stored, the archive is not asked: it would answer without what is pending', async () => {
  tables.refuses = 'inserts';
  log.put('events', 0, [policy(0), event('order/1', 'order.opened', 'urgent'), policy(1)]);
  await pass(20_000);
  expect([positions()[0], tables.asked]).toEqual([2, []]);
  tables.refuses = 'nothing';
  await pass(10_000);
  expect([faults, positions()[0], tables.asked]).toEqual([[], 3, [1]]);
});
