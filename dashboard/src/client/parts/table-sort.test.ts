import { expect, it } from 'vitest';
import { inOrder, sortedBy } from './table-sort.ts';

it('turns a column round at the second press, and begins another its own way', () => {
  expect(sortedBy(null, 'due')).toEqual({ by: 'due', down: false });
  expect(sortedBy({ by: 'due', down: false }, 'due')).toEqual({ by: 'due', down: true });
  expect(sortedBy({ by: 'due', down: false }, 'open', true)).toEqual({ by: 'open', down: true });
});

it('orders numbers by size and names as people do, and leaves what has none at the end both ways', () => {
  const rows = [{ n: 10 }, { n: null }, { n: 9 }];
  expect(inOrder(rows, ({ n }) => n, false, 'en').map(({ n }) => n)).toEqual([9, 10, null]);
  expect(inOrder(rows, ({ n }) => n, true, 'en').map(({ n }) => n)).toEqual([10, 9, null]);
  expect(inOrder(['p10', 'p9', 'Łódź', 'Lublin'], (one) => one, false, 'pl')).toEqual(['Lublin', 'Łódź', 'p9', 'p10']);
});
