import { expect, test } from 'vitest';
import { Turnover } from './turnover.ts';

test('as many stay open, none ends that is not open, and those that end are spread over all', () => {
  const open = new Set(Array.from({ length: 1_000 }, (_, n) => n));
  const turnover = new Turnover(1_000);
  const tenths = new Set<number>();
  for (let turn = 0; turn < 5_000; turn++) {
    const { ends, opens } = turnover.next();
    if (turn < 200) tenths.add(Math.floor(ends / 100));
    expect(open.delete(ends)).toBe(true);
    expect(open.has(opens)).toBe(false);
    open.add(opens);
  }
  expect(open.size).toBe(1_000);
  expect(tenths.size).toBeGreaterThanOrEqual(10);
});
