import { RowReader, type Sql } from '@belfry/sql';
import { expect, test } from 'vitest';
import { createFakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { createMemoryLog } from '../../../test/support/memory-log.ts';
import type { StateSink } from './fold.ts';
import { Runtime } from './runtime.ts';
import { SignalsFold } from './signals-fold.ts';

const taking: Sql = {
  database: 'none',
  query: async () => [],
  stream: async () => (async function* () {})(),
  command: async () => undefined,
  insert: async () => undefined,
  ready: async () => undefined,
  close: async () => undefined,
};

const SLICES = 5;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('while state rows are written in slices others have their turn, and no record of that lane is applied', async () => {
  const clock = createFakeWallClock(Date.UTC(2026, 10, 27));
  let asked = 0;
  // Time passes with every look at it, so that each slice is one too many for a turn.
  const wallClock = { ...clock, now: () => clock.now() + 20 * asked++ };
  const log = createMemoryLog({ wallClock: clock });
  for (const name of ['events', 'signals', 'deliveries'] as const) await log.ensure([{ name, partitions: 1 }]);
  const record = { key: '', kind: 'totals' as const, value: Buffer.from('{}') };
  let applied = 0;
  let turns = 0;
  const flushes: { readonly applied: number; readonly turn: number }[][] = [];

  class SlicedFold extends SignalsFold {
    override apply(): undefined {
      applied++;
    }
    override *flush(_: StateSink): Generator<void, void, void> {
      const slices: { applied: number; turn: number }[] = [];
      flushes.push(slices);
      for (let n = 0; n < SLICES; n++) {
        slices.push({ applied, turn: turns });
        if (n === 0) log.put('signals', 0, [record]);
        yield;
      }
    }
  }
  const faults: Error[] = [];
  const runtime = new Runtime({
    log,
    sql: taking,
    wallClock,
    generation: 1,
    folds: { signals: () => new SlicedFold(1) },
    sender: 'owner',
    mode: 'replay',
    group: 'g',
    onFatal: (error) => faults.push(error),
    report: () => undefined,
  });
  await runtime.start();
  log.put('signals', 0, [record]);
  for (; turns < 400 && (flushes[1]?.length ?? 0) < SLICES; turns++) {
    clock.advance(50);
    await log.delivered();
    await turn();
  }
  expect(faults).toEqual([]);
  expect(flushes[0]!.map((slice) => slice.applied)).toEqual([1, 1, 1, 1, 1]);
  expect(new Set(flushes[0]!.map((slice) => slice.turn)).size).toBeGreaterThan(2);
  expect(flushes[1]![0]!.applied).toBe(2);
  await runtime.stop();
});

test('a lane whose state rows are being written stands alone: what others do meanwhile is stored along, their positions later', async () => {
  const clock = createFakeWallClock(Date.UTC(2026, 10, 27));
  let asked = 0;
  const wallClock = { ...clock, now: () => clock.now() + 20 * asked++ };
  const log = createMemoryLog({ wallClock: clock });
  await log.ensure([{ name: 'events', partitions: 2 }]);
  const record = { key: 'order/1', kind: 'event' as const, value: Buffer.from('{}') };
  const applied = [0, 0];
  let appliedByTheFirst = 0;

  class SlicedFold extends SignalsFold {
    readonly lane: number;
    constructor(lane: number) {
      super(1);
      this.lane = lane;
    }
    override apply(): undefined {
      applied[this.lane]!++;
    }
    override *flush(_: StateSink): Generator<void, void, void> {
      if (this.lane === 0 || appliedByTheFirst > 0) return;
      log.put('events', 0, [record]);
      for (let n = 0; n < SLICES; n++) yield;
      appliedByTheFirst = applied[0]!;
    }
  }
  const stored: { readonly table: string; readonly rows: Buffer }[] = [];
  const faults: Error[] = [];
  const runtime = new Runtime({
    log,
    sql: {
      ...taking,
      // Chunks are written over once they are stored.
      insert: async (table, _, rows) => void stored.push({ table, rows: Buffer.concat([rows].flat()) }),
    },
    wallClock,
    generation: 1,
    folds: { events: (lane) => new SlicedFold(lane) },
    sender: 'owner',
    mode: 'replay',
    group: 'g',
    onFatal: (error) => faults.push(error),
    report: () => undefined,
  });
  await runtime.start();
  for (const lane of [0, 1]) log.put('events', lane, [record]);
  for (let turns = 0; turns < 400 && !stored.some(({ table }) => table === 'positions'); turns++) {
    clock.advance(50);
    await log.delivered();
    await turn();
  }
  expect(faults).toEqual([]);
  expect(appliedByTheFirst).toBe(2);
  const first = (table: string): Buffer => stored.find((each) => each.table === table)!.rows;
  const archived = ['UInt32', 'UInt16', 'String', 'Int64', 'Int64', 'Int64', 'String'] as const;
  expect(await new RowReader(archived).read(inOneGo(first('events')), () => undefined)).toBe(3);
  const positions: [lane: number, nextOffset: number][] = [];
  const columns = ['UInt32', 'String', 'UInt16', 'Int64', 'Int64', 'Int64', 'String'] as const;
  await new RowReader(columns).read(inOneGo(first('positions')), (row) => {
    row.u32();
    row.str();
    positions.push([row.u16(), row.i64()]);
  });
  expect(positions).toEqual([
    [0, 1],
    [1, 1],
  ]);
  await runtime.stop();
});

async function* inOneGo(bytes: Buffer): AsyncGenerator<Buffer, void, void> {
  yield bytes;
}
