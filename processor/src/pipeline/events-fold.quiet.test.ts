import { describe, expect, test } from 'vitest';
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

describe('a clock that is not of the history which is told about its order', () => {
  const history = { importid: 'i' };
  const rung = (bench: FoldBench) => bench.signals.map(({ subject, kind, quiet }) => [subject, kind, quiet]);

  /** An order that is live, due at T0 + 60 min, and history of it that says nothing of the clock. */
  function liveOrder() {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(smallPack(60), T0));
    bench.apply(records.event('order/1', 'order.opened', T0));
    bench.apply(records.event('order/1', 'order.created', T0 - DAY, T0 + MINUTE, history));
    return { records, bench };
  }

  test('rings although the release is read before the tick that was due', () => {
    const { records, bench } = liveOrder();
    bench.apply(records.release('i', T0 + 60 * MINUTE + 1_000));
    bench.apply(records.tick(T0 + 60 * MINUTE + 2_001));
    expect(rung(bench)).toEqual([['order/1', 'breached', false]]);
  });

  test('rings although nobody was running between its deadline and the release, also after a restart', () => {
    const { records, bench } = liveOrder();
    bench.apply(records.release('i', T0 + 3 * DAY));
    bench.commit(4);
    bench.restart();
    bench.apply(records.tick(T0 + 3 * DAY + MINUTE));
    expect(rung(bench)).toEqual([['order/1', 'breached', false]]);
  });

  test('waits for its tick behind the release, so that what stands in the log before that is read first', () => {
    const { records, bench } = liveOrder();
    bench.apply(records.tick(T0 + 2 * DAY));
    for (const order of ['order/2', 'order/3']) {
      bench.apply(records.event(order, 'order.opened', T0, T0 + 2 * DAY));
      bench.apply(records.event(order, 'order.created', T0 - DAY, T0 + 2 * DAY, history));
    }
    bench.apply(records.release('i', T0 + 2 * DAY));
    bench.apply(records.event('order/3', 'order.shipped', T0 + MINUTE, T0 + 2 * DAY));
    bench.apply(records.tick(T0 + 2 * DAY));
    expect(rung(bench)).toEqual([
      ['order/1', 'breached', false],
      ['order/2', 'breached', false],
    ]);
  });

  test('rings if it begins after the release, however late its start is told', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(smallPack(60), T0));
    bench.apply(records.event('order/1', 'order.created', T0 - DAY, T0, history));
    bench.apply(records.release('i', T0 + DAY));
    bench.apply(records.event('order/1', 'order.opened', T0, T0 + DAY));
    bench.apply(records.tick(T0 + DAY + MINUTE));
    expect(rung(bench)).toEqual([['order/1', 'breached', false]]);
  });

  test('rings and hears its end when history tells that it was kept too late', () => {
    const { records, bench } = liveOrder();
    bench.apply(records.event('order/1', 'order.shipped', T0 + 70 * MINUTE, T0 + 80 * MINUTE, history));
    bench.apply(records.release('i', T0 + 80 * MINUTE));
    expect(rung(bench)).toEqual([
      ['order/1', 'breached', false],
      ['order/1', 'met-late', false],
    ]);
  });

  test('is of the history once that moves it: then it is quiet up to the release', () => {
    const { records, bench } = liveOrder();
    bench.apply(records.event('order/1', 'order.opened', T0 - 10 * MINUTE, T0 + 61 * MINUTE, history));
    bench.apply(records.release('i', T0 + 61 * MINUTE));
    bench.apply(records.tick(T0 + 62 * MINUTE));
    expect(rung(bench)).toEqual([['order/1', 'breached', true]]);
  });
});
