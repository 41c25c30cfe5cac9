import { expect, test } from 'vitest';
import { FoldBench } from '../../../../../test/support/fold-bench.ts';
import { LaneRecords, smallPack } from '../../../../../test/support/small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const CYCLES = 2000;

test.each([
  ['that are handed on', (n: number) => ({ team: `team ${n % 3}` }), 'team 1'],
  ['that nobody is told to have', () => ({}), ''],
])('the rows of thousands of cycles %s are written without going through all facts for each', (_, team, holder) => {
  const records = new LaneRecords();
  const bench = new FoldBench();
  const pack = smallPack(60);
  bench.apply(records.policy({ ...pack, promises: [{ ...pack.promises[0]!, cycles: 'every-start' }] }, T0));
  let read = 0;
  for (let n = 0; n < CYCLES; n++) {
    const data = team(n);
    bench.apply(records.event('order/1', 'order.opened', T0 + n * 10, T0 + n * 10, { data }));
    bench.apply(records.event('order/1', 'order.shipped', T0 + n * 10 + 5));
  }
  const subject = bench.fold.subject('order/1')!;
  subject.facts = subject.facts.map((fact) => ({
    ...fact,
    get data() {
      read++;
      return fact.data;
    },
  }));
  bench.write();
  expect(bench.clocks.get('order/1 test/ship 2')!.ledger.map(({ holder }) => holder)).toEqual([holder]);
  expect(bench.clocks.size).toBe(CYCLES);
  // Once for the holders, once for the state row, and not once a cycle.
  expect(read).toBeLessThan(10 * subject.facts.length);
});
