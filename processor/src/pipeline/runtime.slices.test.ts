import type { Sql } from '@belfry/sql';
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

test('while state rows are written in slices others have their turn, and no record is applied', async () => {
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
    override *flushInSlices(_: StateSink): Generator<void, void, void> {
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
