import { describe, expect, test } from 'vitest';
import { type DueClocks, expectedOf } from './expected.ts';
import { forecastOf } from './forecast.ts';
import { LEFT_EDGES } from './life-table.ts';
import { LikeClocks, type LikeCounts } from './like-clocks.ts';

const HOUR = 3_600_000;
const NOW = 1_760_000_000_000;
const LEFT = LEFT_EDGES[10]!;

const counts = (promise: string, all: number, ended: number): LikeCounts => ({
  promise,
  row: 'all',
  partner: 'p1',
  entered: new Map([[20, all]]),
  ended: new Map([[5, ended]]),
  running: new Map(),
});
const due = (promise: string, count: number, until = NOW + HOUR): DueClocks => ({
  promise,
  row: 'all',
  partner: 'p1',
  until,
  count,
  left: LEFT,
});

describe('what is to be expected', () => {
  test('is the sum of the chances, in a range that chance alone makes', () => {
    // A million like clocks leave no doubt about the chance of one in ten: 1.2816 times the root of 1000 * 0.1 * 0.9 is 12.2.
    const like = new LikeClocks([counts('ship', 1_000_000, 900_000)]);
    const { clocks, unknown, breaches } = expectedOf([due('ship', 1_000)], like);
    expect({ clocks, unknown }).toEqual({ clocks: 1_000, unknown: 0 });
    expect(breaches!.mean).toBe(100);
    expect([breaches!.low, breaches!.high]).toEqual([87, 113]);
  });

  test('is told in a wider range where few like clocks are known', () => {
    const known = expectedOf([due('ship', 1_000)], new LikeClocks([counts('ship', 100_000, 90_000)])).breaches!;
    const little = expectedOf([due('ship', 1_000)], new LikeClocks([counts('ship', 40, 36)])).breaches!;
    expect(little.mean).toBe(known.mean);
    expect(little.high - little.low).toBeGreaterThan(3 * (known.high - known.low));
  });

  test('is nothing where too few are known of more than a fifth', () => {
    const like = new LikeClocks([counts('ship', 1_000, 900)]);
    expect(expectedOf([due('ship', 80), due('new', 20)], like).breaches).not.toBeNull();
    expect(expectedOf([due('ship', 79), due('new', 21)], like)).toEqual({ clocks: 100, unknown: 21, breaches: null });
  });

  test('is none where no clock runs out', () => {
    expect(expectedOf([], new LikeClocks([]))).toEqual({
      clocks: 0,
      unknown: 0,
      breaches: { mean: 0, low: 0, high: 0 },
    });
  });

  test('is never more than there are clocks, nor fewer than none', () => {
    const like = new LikeClocks([counts('ship', 40, 20)]);
    const { low, high } = expectedOf([due('ship', 2)], like).breaches!;
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(2);
  });
});

test('a forecast counts each clock in one hour, and those of four hours together', () => {
  const like = new LikeClocks([counts('ship', 1_000, 500)]);
  const quarters = [1, 2, 3, 4].map((n) => due('ship', n, NOW + (n * HOUR) / 4));
  const hours = [2, 3, 4, 5, 6, 7, 8].map((n) => due('ship', 100 * n, NOW + n * HOUR));
  const { hour, fourHours, hours: each } = forecastOf([...quarters, ...hours], like, NOW, NOW - HOUR);
  expect(hour.clocks).toBe(10);
  expect(fourHours.clocks).toBe(910);
  expect(each.map(({ clocks }) => clocks)).toEqual([10, 200, 300, 400, 500, 600, 700, 800]);
  expect([each[0]!.from, each[7]!.to]).toEqual([NOW, NOW + 8 * HOUR]);
});
