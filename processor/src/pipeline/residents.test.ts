import { describe, expect, test } from 'vitest';
import { FoldBench } from '../../../test/support/fold-bench.ts';
import { LaneRecords, smallPack } from '../../../test/support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

/** Orders that are to be shipped within the hour, all opened in the same instant. */
function opened(names: readonly string[]) {
  const records = new LaneRecords();
  const bench = new FoldBench();
  bench.apply(records.policy(smallPack(60), T0));
  for (const name of names) bench.apply(records.event(`order/${name}`, 'order.opened', T0));
  return { records, bench };
}

describe('an open subject', () => {
  test('rests once it has been stored for a commit, and comes back equal, as another object', () => {
    const { bench } = opened(['1']);
    const before = bench.fold.subject('order/1');
    bench.commit(2);
    expect(bench.fold.subject('order/1')).toBe(before);
    bench.commit(2);
    const after = bench.fold.subject('order/1');
    expect(after).not.toBe(before);
    expect(after).toEqual(before);
  });

  test('stays awake while a later record of it is not stored', () => {
    const { bench, records } = opened(['1']);
    bench.commit(2);
    bench.apply(records.event('order/1', 'order.accepted', T0 + MINUTE));
    const before = bench.fold.subject('order/1');
    bench.write();
    bench.settle(2);
    expect(bench.fold.subject('order/1')).toBe(before);
    bench.settle(3);
    expect(bench.fold.subject('order/1')).not.toBe(before);
  });

  test('rests again when it was only looked at', () => {
    const { bench } = opened(['1']);
    bench.settle(2);
    const woken = bench.fold.subject('order/1');
    bench.settle(2);
    expect(bench.fold.subject('order/1')).not.toBe(woken);
  });
});

test('of one instant the names come in their order, whoever is awake and whatever they are written in', () => {
  const names = ['b', 'a', 'ÿ', 'Ā', 'B', 'ab', '\uffff', '😀', '\ud800', 'a\u0000', '', 'ž'];
  const { bench, records } = opened(names);
  bench.settle(names.length + 1);
  // Every other one wakes, and stays where it stands in the queue.
  for (const name of names.filter((_, n) => n % 2 === 0)) bench.fold.subject(`order/${name}`);
  bench.apply(records.tick(T0 + 61 * MINUTE));
  expect(bench.signals.map(({ subject }) => subject)).toEqual(names.map((name) => `order/${name}`).sort());
});

test('a policy for open subjects comes to the same when all that it has judged is stored and rests while it goes on', () => {
  const names = Array.from({ length: 1200 }, (_, n) => `${n}`);
  const judged = (rests: boolean) => {
    const { bench, records } = opened(names);
    bench.settle(names.length + 1);
    const pack = smallPack(30, { applies: 'open', fields: ['priority'] });
    const work = bench.begin(records.policy(pack, T0 + MINUTE))!;
    let steps = 0;
    for (let step = work.next(); !step.done; step = work.next(), steps++) {
      // What is in hand must be found as it is by what comes from the archive, and by who goes on behind it.
      if (rests) bench.settle(names.length + 2);
      if (step.value !== undefined) bench.fulfil(step.value);
      if (rests) bench.settle(names.length + 2);
    }
    expect(steps).toBeGreaterThan(5);
    // What they are judged by afterwards is what they were left with.
    for (const name of names) bench.apply(records.event(`order/${name}`, 'order.accepted', T0 + 2 * MINUTE));
    bench.settle(2 * names.length + 2);
    return bench;
  };
  const [calm, busy] = [judged(false), judged(true)];
  expect(busy.wished.length).toBe(names.length);
  expect(busy.states).toEqual(calm.states);
  expect(busy.clocks).toEqual(calm.clocks);
  expect([...busy.clocks.values()].every(({ due }) => due === T0 + 30 * MINUTE)).toBe(true);
});

test('state rows that recovery left unread are read when there is time, and then say when they are due', () => {
  const { bench, records } = opened(['1', '2']);
  bench.settle(3);
  // As a release wrote it that reckoned an hour more.
  for (const [id, row] of bench.states) bench.states.set(id, { ...row, nextDue: row.nextDue! + 60 * MINUTE });
  bench.restart();
  expect(bench.fold.nextDue()).toBeGreaterThan(T0 + 61 * MINUTE);
  while (bench.fold.readOn());
  expect(bench.fold.nextDue()).toBeLessThan(T0 + 61 * MINUTE);
  bench.apply(records.tick(T0 + 61 * MINUTE));
  expect(bench.signals.map(({ subject }) => subject)).toEqual(['order/1', 'order/2']);
});
