import { expect, test } from 'vitest';
import { FoldBench } from '../../../test/support/fold-bench.ts';
import { LaneRecords, smallPack } from '../../../test/support/small-pack.ts';
import type { ClockRow } from '../domain/clock/write/rows.ts';
import { flushWhole } from './flush-whole.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

/** Every row that a commit writes, the rows of one key too: the table keeps one of them. */
function rowsOf(bench: FoldBench): string[] {
  const rows: ClockRow[] = [];
  flushWhole(bench.fold, { clock: (row) => rows.push(row), state: () => undefined });
  return rows.map(({ promise, cycle, state }) => `${promise} ${cycle} ${state}`);
}

test('a clock that was taken away and comes back is written once, as it runs', () => {
  const records = new LaneRecords();
  const bench = new FoldBench();
  bench.apply(records.policy(smallPack(60), T0));
  bench.apply(records.event('order/1', 'order.opened', T0));
  // Late evidence: it was a test order. Then it is opened as a real one.
  const late = { data: { test: true } };
  bench.apply(records.event('order/1', 'order.created', T0 - MINUTE, T0, late));
  expect(rowsOf(bench)).toEqual(['test/ship 1 cancelled']);
  bench.apply(records.event('order/1', 'order.opened', T0 + MINUTE, T0 + MINUTE, { data: { test: false } }));
  expect(rowsOf(bench)).toEqual(['test/ship 1 running']);
});

test('what ended a promise under an older version does not end one that starts under the next', () => {
  const records = new LaneRecords();
  const bench = new FoldBench();
  const old = smallPack(60);
  const [promise] = old.promises;
  bench.apply(records.policy({ ...old, promises: [{ ...promise!, stop: { on: ['order.accepted'] } }] }, T0));
  bench.apply(records.policy(smallPack(60, { effective: T0 }), T0));
  bench.apply(records.event('order/1', 'order.accepted', T0 - MINUTE, T0));
  bench.apply(records.event('order/1', 'order.opened', T0));
  expect(rowsOf(bench)).toEqual(['test/ship 1 running']);
});

test('a breach whose end no longer counts is taken back and rings anew: no two signals have one name', () => {
  const records = new LaneRecords();
  const bench = new FoldBench();
  const pack = smallPack(60);
  const [promise] = pack.promises;
  // A second promise keeps the order open.
  const other = { ...promise!, id: 'test/other', rows: [{ ...promise!.rows[0]!, target: { kind: 'none' as const } }] };
  bench.apply(records.policy({ ...pack, promises: [{ ...promise!, stop: { on: ['order.accepted'] } }, other] }, T0));
  bench.apply(records.event('order/1', 'order.opened', T0));
  bench.apply(records.event('order/1', 'order.accepted', T0 + 61 * MINUTE));
  bench.apply(records.tick(T0 + 70 * MINUTE));
  bench.apply(records.policy({ ...pack, applies: 'open', promises: [promise!, other] }, T0 + 70 * MINUTE));
  bench.apply(records.tick(T0 + 71 * MINUTE));
  bench.apply(records.event('order/1', 'order.shipped', T0 + 80 * MINUTE));
  expect(bench.signals.map(({ kind, revision }) => `${kind}/${revision}`)).toEqual([
    'breached/0',
    'met-late/0',
    'retracted/0',
    'breached/1',
    'met-late/1',
  ]);
  expect(new Set(bench.signals.map(({ id }) => id)).size).toBe(5);
});

test('who was told of a step hears that it was in vain, and who hears of its end, whoever has the order by then', () => {
  const pack = smallPack(60, { fields: ['team'] });
  const step = { name: 'lead', at: { start: 10 * MINUTE }, level: 'lead', role: 'the lead', responsibility: '' };
  const promises = [{ ...pack.promises[0]!, ladder: [step] }];
  const told = (last: [type: string, time: number]) => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy({ ...pack, promises }, T0));
    bench.apply(records.event('order/1', 'order.opened', T0, T0, { data: { team: 'L2' } }));
    bench.apply(records.tick(T0 + 11 * MINUTE));
    bench.apply(records.event('order/1', 'order.accepted', T0 + MINUTE, T0 + 12 * MINUTE, { data: { team: 'L3' } }));
    bench.apply(records.event('order/1', ...last, T0 + 13 * MINUTE));
    return bench.signals.map((signal) => `${signal.kind} ${signal.step} ${signal.tell.join()}`);
  };
  expect(told(['order.shipped', T0 + 5 * MINUTE])).toEqual([
    'escalated lead team/L2',
    'retracted retract:lead team/L2',
  ]);
  expect(told(['order.shipped', T0 + 13 * MINUTE])).toEqual(['escalated lead team/L2', 'met stop team/L2']);
});
