import { expect, it } from 'vitest';
import { barHeights } from './deadline-bars.ts';

it('draws the fullest quarter to the top and the others beside it', () => {
  expect(barHeights([5, 10, 0, 2.5])).toEqual([0.5, 1, 0, 0.25]);
});

it('lets one deadline be seen beside a thousand', () => {
  expect(barHeights([1_000, 1])).toEqual([1, 0.08]);
});

it('draws nothing where nothing runs out, or nothing is known', () => {
  expect(barHeights([0, 0])).toEqual([0, 0]);
  expect(barHeights([])).toEqual([]);
});
