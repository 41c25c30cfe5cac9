import { describe, expect, test } from 'vitest';
import { FoldBench } from '../../../test/support/fold-bench.ts';
import { LaneRecords, smallPack } from '../../../test/support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

function room() {
  const records = new LaneRecords();
  const bench = new FoldBench();
  bench.apply(records.policy(smallPack(60), T0));
  const rate = (subject: string, at: number, data: unknown, over: Record<string, unknown> = {}) =>
    records.event(subject, 'order.rated', at, T0 + 60 * MINUTE, { data, ...over });
  return { records, bench, rate };
}

describe('a rating', () => {
  test('is told when it is judged, on a scale of five unless it names another', () => {
    const { bench, rate } = room();
    bench.apply(rate('order/1', T0, { score: 4 }));
    bench.apply(rate('order/2', T0 + MINUTE, { score: 87.5, scale: 100 }));
    expect(bench.ratings).toEqual([
      { subject: 'order/1', offset: 1, at: T0, score: 4, scale: 5 },
      { subject: 'order/2', offset: 2, at: T0 + MINUTE, score: 87.5, scale: 100 },
    ]);
  });

  test('is told once, however often its source repeats it', () => {
    const { bench, rate } = room();
    for (let n = 0; n < 3; n++) bench.apply(rate('order/1', T0, { score: 4 }));
    expect(bench.ratings.map(({ offset }) => offset)).toEqual([1]);
  });

  test.each([
    ['none', {}],
    ['a text', { score: '5' }],
    ['endless', { score: null }],
  ])('without a number for its score is none: %s', (_, data) => {
    const { bench, rate } = room();
    bench.apply(rate('order/1', T0, data));
    expect(bench.ratings).toEqual([]);
  });

  test('of another kind of subject, or in another kind of event, is none', () => {
    const { bench, records, rate } = room();
    bench.apply(rate('partner/p01', T0, { score: 4 }));
    bench.apply(records.event('order/1', 'order.shipped', T0, T0, { data: { score: 4 } }));
    expect(bench.ratings).toEqual([]);
  });

  test('of an import is told when the import is let go, also if the lane died meanwhile; later ones at once', () => {
    const { bench, records, rate } = room();
    bench.apply(rate('order/1', T0, { score: 2, scale: 10 }, { importid: 'old' }));
    expect(bench.ratings).toEqual([]);
    bench.commit(2);
    bench.restart();
    bench.apply(records.release('old', T0 + 60 * MINUTE));
    expect(bench.ratings).toEqual([{ subject: 'order/1', offset: 1, at: T0, score: 2, scale: 10 }]);
    bench.apply(rate('order/1', T0 + MINUTE, { score: 5 }, { importid: 'old' }));
    expect(bench.ratings.map(({ offset }) => offset)).toEqual([1, 3]);
  });

  test('that was told is not told again by records that the state row has taken in, nor by a policy that judges again', () => {
    const { bench, records, rate } = room();
    const extent = bench.fold.extent();
    const again = [records.event('order/1', 'order.opened', T0), rate('order/1', T0, { score: 3 })];
    for (const record of again) bench.apply(record);
    bench.write();
    bench.restart(extent);
    for (const record of again) bench.apply(record);
    bench.apply(records.policy(smallPack(30, { applies: 'open' }), T0));
    expect(bench.ratings).toEqual([{ subject: 'order/1', offset: 2, at: T0, score: 3, scale: 5 }]);
  });

  test('is the same in every replay', () => {
    const told = [0, 1].map(() => {
      const { bench, records, rate } = room();
      bench.apply(rate('order/1', T0, { score: 1 }, { importid: 'a' }));
      bench.apply(rate('order/2', T0, { score: 2 }));
      bench.apply(records.release('a', T0 + 60 * MINUTE));
      return bench.ratings;
    });
    expect(told[0]).toHaveLength(2);
    expect(told[1]).toEqual(told[0]);
  });
});
