import { expect, it } from 'vitest';
import { usualGap } from './usual-gap.ts';

const times = (count: number, gap: number): number[] => Array.from({ length: count }, () => gap);

it('is known from five gaps on, and then is the longest of a few', () => {
  expect(usualGap([1, 2, 3, 900])).toBeNull();
  expect(usualGap([1, 2, 3, 900, 2])).toBe(900);
});

it('is not moved by three long nights among 64 gaps, and by more than those it is', () => {
  expect(usualGap([...times(61, 60), ...times(3, 9_000)])).toBe(60);
  expect(usualGap([...times(60, 60), ...times(4, 9_000)])).toBe(9_000);
});
