import { describe, expect, test } from 'vitest';
import { FoldBench } from '../../../test/support/fold-bench.ts';
import { LaneRecords, smallPack } from '../../../test/support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

describe('a lane that dies', () => {
  test('in the middle of judging open subjects again judges the rest of them when it goes on', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    const orders = 600;
    bench.apply(records.policy(smallPack(60), T0));
    for (let n = 0; n < orders; n++) bench.apply(records.event(`order/${n}`, 'order.opened', T0));
    const policy = records.policy(smallPack(30, { applies: 'open' }), T0);
    // A commit falls between two slices: its position stands before the policy.
    expect(bench.begin(policy)!.next().done).toBe(false);
    bench.commit(policy.offset);
    bench.restart();
    bench.apply(policy);
    bench.commit(policy.offset + 1);
    const dues = new Set([...bench.clocks.values()].map(({ due }) => due));
    expect([...dues]).toEqual([T0 + 30 * MINUTE]);
    expect(bench.clocks.size).toBe(orders);
  });

  test('goes on with a closed subject whose state row pins a policy that it has not read again yet', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(smallPack(60), T0));
    bench.apply(records.event('order/1', 'order.opened', T0));
    const extent = bench.fold.extent();
    const again = [
      records.event('order/1', 'order.accepted', T0 + MINUTE),
      records.policy(smallPack(30, { applies: 'open' }), T0 + MINUTE),
      records.event('order/1', 'order.shipped', T0 + 2 * MINUTE),
    ];
    for (const record of again) bench.apply(record);
    bench.commit(2);
    const stored = new Map(bench.states);
    expect(stored.get('order/1')!.open).toBe(false);
    bench.restart(extent);
    bench.apply(again[0]!);
    // A lane asks before each record, and waits for as long as the subject is away.
    expect(bench.fold.isAway('order/1')).toBe(false);
    for (const record of again.slice(1)) bench.apply(record);
    bench.commit(5);
    expect(bench.states).toEqual(stored);
    expect(bench.signals).toEqual([]);
  });

  test('takes a subject whose hash is that of another for what it is: a new one', () => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy(smallPack(60), T0));
    // As if the hash of order/1 had been that of a subject that has left.
    bench.fold.away('order/1');
    bench.apply(records.event('order/1', 'order.opened', T0));
    expect(bench.fold.isAway('order/1')).toBe(false);
    bench.apply(records.event('order/1', 'order.shipped', T0 + MINUTE));
    bench.commit(3);
    expect(bench.states.get('order/1')).toMatchObject({ offset: 2, open: false });
    // It leaves as any other does, and comes back from its row.
    expect(bench.fold.isAway('order/1')).toBe(true);
    bench.apply(records.event('order/1', 'order.accepted', T0));
    bench.commit(4);
    expect(bench.states.get('order/1')).toMatchObject({ offset: 3 });
  });
});

test('a number too large to be stored pauses a clock neither before a restart nor after it', () => {
  const pause = { name: 'blocked', holder: 'us', while: { field: 'blocked', exists: true } };
  const pack = smallPack(60, { fields: ['blocked'] });
  const said = (restarts: boolean) => {
    const records = new LaneRecords();
    const bench = new FoldBench();
    bench.apply(records.policy({ ...pack, promises: [{ ...pack.promises[0]!, pauses: [pause] }] }, T0));
    const opened = records.event('order/1', 'order.opened', T0, T0, { data: { blocked: 0 } });
    const value = Buffer.from(opened.value.toString().replace('"blocked":0', '"blocked":1e400'));
    bench.apply({ ...opened, value });
    bench.commit(2);
    if (restarts) bench.restart();
    bench.apply(records.tick(T0 + 61 * MINUTE));
    return bench.signals.map(({ kind }) => kind);
  };
  expect(said(false)).toEqual(['breached']);
  expect(said(true)).toEqual(['breached']);
});
