import { expect, test } from 'vitest';
import { FoldBench } from '../../../test/support/fold-bench.ts';
import { LaneRecords, smallPack } from '../../../test/support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const DAY = 86_400_000;

/** What was said and counted, in words. */
const told = (bench: FoldBench): string[] => [
  ...bench.signals.map(({ kind, quiet }) => (quiet ? `${kind} (quiet)` : kind)),
  ...bench.deltas.map(({ num, den, quiet }) => `${num}/${den}${quiet ? ' (quiet)' : ''}`),
];

test('history counts as quietly as it rings, where the lane has not ticked since it ran out', () => {
  const records = new LaneRecords();
  const bench = new FoldBench();
  bench.apply(records.policy(smallPack(60), T0));
  bench.apply(records.event('order/1', 'order.opened', T0 - DAY, T0, { importid: 'i' }));
  bench.apply(records.release('i', T0));
  // The horizon comes behind the deadline only now; a restart between changes nothing.
  bench.commit(3);
  bench.restart();
  bench.apply(records.tick(T0 + MINUTE));
  expect(told(bench)).toEqual(['breached (quiet)', '0/1 (quiet)']);
});

test('whoever was rung hears the end, even if history tells it', () => {
  const records = new LaneRecords();
  const bench = new FoldBench();
  bench.apply(records.policy(smallPack(60), T0));
  bench.apply(records.event('order/1', 'order.opened', T0));
  bench.apply(records.event('order/2', 'order.opened', T0));
  bench.apply(records.tick(T0 + 61 * MINUTE));
  // A carrier's file of the day, released since.
  const importid = 'i';
  bench.apply(records.event('order/1', 'order.shipped', T0 + 61 * MINUTE, T0 + 90 * MINUTE, { importid }));
  bench.apply(records.event('order/2', 'order.shipped', T0 + 59 * MINUTE, T0 + 90 * MINUTE, { importid }));
  bench.apply(records.release(importid, T0 + 90 * MINUTE));
  expect(bench.signals.map(({ subject, kind, quiet }) => [subject, kind, quiet])).toEqual([
    ['order/1', 'breached', false],
    ['order/2', 'breached', false],
    ['order/1', 'met-late', false],
    ['order/2', 'retracted', false],
  ]);
});
