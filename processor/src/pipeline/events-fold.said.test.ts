import { describe, expect, test } from 'vitest';
import { FoldBench } from '../../../test/support/fold-bench.ts';
import { LaneRecords, smallPack } from '../../../test/support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);

function room() {
  const records = new LaneRecords();
  const bench = new FoldBench();
  bench.apply(records.policy(smallPack(60), T0));
  return { records, bench };
}

describe('what people say', () => {
  test('is passed on with its place in the log, whatever it is about', () => {
    const { bench, records } = room();
    bench.apply(records.event('incident/inc_1', 'signal.acknowledged', T0, T0 + 5, { data: { who: 'Lena' } }));
    bench.apply(records.event('order/1', 'customer.notified', T0, T0 + 6, { data: { channel: 'sms' } }));
    expect(bench.said.map(({ lane, offset, at, event }) => [lane, offset, at, event.type, event.subject])).toEqual([
      [0, 1, T0 + 5, 'signal.acknowledged', 'incident/inc_1'],
      [0, 2, T0 + 6, 'customer.notified', 'order/1'],
    ]);
    expect(bench.said[0]!.event.data).toEqual({ who: 'Lena' });
  });

  test('what sources tell is not', () => {
    const { bench, records } = room();
    bench.apply(records.event('order/1', 'order.opened', T0, T0));
    expect(bench.said).toEqual([]);
  });

  test('words of an import are history: they stay in the archive', () => {
    const { bench, records } = room();
    bench.apply(records.event('order/1', 'customer.notified', T0, T0, { importid: 'old', data: {} }));
    expect(bench.said).toEqual([]);
  });
});
