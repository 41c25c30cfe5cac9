import { expect, it } from 'vitest';
import { silentWords } from './silent-words.ts';

const shop = { source: 'shopify-eu', since: 1_000 };
const erp = { source: 'erp-prague', since: 2_000 };

it('says nothing while every source is heard', () => {
  expect(silentWords([], 0, false)).toBeNull();
  expect(silentWords([], 0, true)).toBeNull();
});

it('names the one that has been silent for the longest, and how many more there are', () => {
  expect(silentWords([shop], 1, false)).toEqual({ longest: shop, more: 0 });
  expect(silentWords([shop, erp], 2, false)).toEqual({ longest: shop, more: 1 });
  // The picture holds the first few only.
  expect(silentWords([shop, erp], 12, false)).toEqual({ longest: shop, more: 11 });
});

it('counts them where something that weighs more stands beside', () => {
  expect(silentWords([shop, erp], 12, true)).toEqual({ longest: null, more: 12 });
});
