import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BURN_WINDOWS, type BurnWindow, burnRate, burnSince, burnsFaster, HOUR_MS, TEN_MINUTES_MS } from './burn.ts';

const NOON = 20_000 * 24 * HOUR_MS + 12 * HOUR_MS;
const limit = { rate: 0.95 };
const high = { good: 'high', minimumVolume: 1 } as const;

describe('how fast a budget burns', () => {
  it('is 1 where failures come as the limit lets them come, and 2 where twice as many do', () => {
    expect(burnRate({ num: 95, den: 100 }, limit, 'high')).toBe(1);
    expect(burnRate({ num: 90, den: 100 }, limit, 'high')).toBe(2);
    expect(burnRate({ num: 3, den: 100 }, { rate: 0.015 }, 'low')).toBe(2);
    expect(burnRate({ num: 100, den: 100 }, limit, 'high')).toBe(0);
  });

  it('is nothing where nothing was counted, or nothing may ever fail', () => {
    expect(burnRate({ num: 0, den: 0 }, limit, 'high')).toBeNull();
    expect(burnRate({ num: -2, den: -2 }, limit, 'high')).toBeNull();
    expect(burnRate({ num: 1, den: 2 }, { rate: 1 }, 'high')).toBeNull();
  });

  it('is faster only beyond the factor, in whole orders', () => {
    expect(burnsFaster({ num: 90, den: 100 }, limit, high, 2)).toBe(false);
    expect(burnsFaster({ num: 89, den: 100 }, limit, high, 2)).toBe(true);
    expect(burnsFaster({ num: 0, den: 9 }, limit, { ...high, minimumVolume: 10 }, 2)).toBe(false);
    expect(burnsFaster({ num: 0, den: 10 }, limit, { ...high, minimumVolume: 10 }, 2)).toBe(true);
    expect(burnsFaster({ num: -1, den: -1 }, limit, high, 2)).toBe(false);
    // Where nothing may fail, the first failure burns faster than any factor.
    expect(burnsFaster({ num: 9, den: 10 }, { rate: 1 }, high, 14.4)).toBe(true);
  });

  it('looks back over the running slice and those before it', () => {
    expect(burnSince('1h', NOON)).toBe(NOON - 5 * TEN_MINUTES_MS);
    expect(burnSince('1h', NOON - 1)).toBe(NOON - HOUR_MS);
    expect(burnSince('3d', NOON)).toBe(NOON - 71 * HOUR_MS);
    fc.assert(
      fc.property(
        fc.constantFrom<BurnWindow>('1h', '6h', '1d', '3d'),
        fc.integer({ min: 4 * 24 * HOUR_MS, max: NOON }),
        (window, now) => {
          const { slice, slices } = BURN_WINDOWS[window];
          const since = burnSince(window, now);
          expect(since % slice).toBe(0);
          expect(now - since).toBeGreaterThanOrEqual((slices - 1) * slice);
          expect(now - since).toBeLessThan(slices * slice);
        },
      ),
    );
  });
});
