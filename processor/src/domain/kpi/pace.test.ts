import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BurnWindow, burnSince, HOUR_MS, TEN_MINUTES_MS } from './burn.ts';
import { isNewSlice, Pace, sliceEnd } from './pace.ts';

const NOON = 20_000 * 24 * HOUR_MS + 12 * HOUR_MS;
const MINUTE = 60_000;

describe('the pace of a KPI', () => {
  it('does not look at a slice that the horizon has not reached, and says when it begins', () => {
    const pace = new Pace();
    pace.add(NOON + 9 * MINUTE, 1, 2, NOON);
    pace.add(NOON + 11 * MINUTE, 3, 4, NOON);
    pace.add(NOON + 31 * MINUTE, 0, 1, NOON);
    // What is ahead in the running slice is in it; hours run longer.
    expect(pace.sum('1h', NOON)).toEqual({ num: 1, den: 2 });
    expect(pace.sum('1d', NOON)).toEqual({ num: 4, den: 7 });
    expect(pace.ahead(NOON)).toBe(NOON + 10 * MINUTE);
    expect(pace.sum('1h', NOON + 10 * MINUTE)).toEqual({ num: 4, den: 6 });
    expect(pace.ahead(NOON + 10 * MINUTE)).toBe(NOON + 30 * MINUTE);
    expect(pace.ahead(NOON + 30 * MINUTE)).toBe(Number.POSITIVE_INFINITY);
  });

  it('holds what the windows hold, pruned or not, stored or not', () => {
    const adds = fc.array(
      fc.record({
        at: fc.integer({ min: -80 * 60, max: 80 * 60 }),
        num: fc.integer({ min: -3, max: 3 }),
        den: fc.integer({ min: -3, max: 3 }),
        later: fc.oneof(fc.nat({ max: 15 }), fc.nat({ max: 20 * 60 })),
        prune: fc.boolean(),
      }),
      { maxLength: 40, size: 'max' },
    );
    fc.assert(
      fc.property(adds, (list) => {
        let pace = new Pace();
        let now = NOON;
        const known: { at: number; num: number; den: number }[] = [];
        for (const { at, num, den, later, prune } of list) {
          known.push({ at: now + at * MINUTE, num, den });
          pace.add(now + at * MINUTE, num, den, now);
          now += later * MINUTE;
          if (prune) pace.prune(now);
          if (prune) pace = Pace.restore(JSON.parse(JSON.stringify(pace.store())) as ReturnType<Pace['store']>);
          for (const window of ['1h', '6h', '1d', '3d'] as BurnWindow[]) {
            const until = sliceEnd(window.endsWith('h') ? 'fast' : 'slow', now);
            const inIt = known.filter((each) => each.at >= burnSince(window, now) && each.at < until);
            const sum = (of: 'num' | 'den'): number => inIt.reduce((total, each) => total + each[of], 0);
            expect(pace.sum(window, now)).toEqual({ num: sum('num'), den: sum('den') });
          }
        }
      }),
    );
  });

  it('keeps no more than its windows need', () => {
    const pace = new Pace();
    for (let n = 0; n < 1000; n++) pace.add(NOON + n * TEN_MINUTES_MS, 0, 1, NOON + n * TEN_MINUTES_MS);
    const { tens, hours } = pace.store();
    expect([tens.length, hours.length]).toEqual([36, 72]);
    expect(pace.prune(NOON + 1000 * TEN_MINUTES_MS)).toBe(true);
    expect(pace.prune(NOON + 2000 * TEN_MINUTES_MS)).toBe(false);
  });

  it('looks different when ten minutes have begun', () => {
    expect(isNewSlice(NOON, NOON + TEN_MINUTES_MS - 1)).toBe(false);
    expect(isNewSlice(NOON - 1, NOON)).toBe(true);
  });
});
