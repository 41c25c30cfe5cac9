import { describe, expect, test } from 'vitest';
import { Words } from './words.ts';

describe('words', () => {
  test('get a number when they are met for the third time, and keep it', () => {
    const words = new Words();
    const numbers = [1, 2, 3, 4].map(() => words.numberOf('order.opened'));
    expect(numbers).toEqual([-1, -1, 0, 0]);
    expect(words.textOf(0)).toBe('order.opened');
  });

  test('are not what each order has of its own, however many orders come, nor what is long', () => {
    const words = new Words();
    let numbered = 0;
    for (let n = 0; n < 300_000; n++) {
      if (words.numberOf(`tracking ${n}`) >= 0) numbered++;
      words.numberOf('carrier-1');
      if (words.numberOf('a text of more units than words have, by far') >= 0) throw new Error('a long one');
    }
    // The cells are fewer than the texts: some are taken for others.
    expect(numbered).toBeLessThan(30_000);
    expect(words.numberOf('carrier-1')).toBeGreaterThanOrEqual(0);
  });
});
