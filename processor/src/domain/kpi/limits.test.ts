import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledKpi, KpiLimit, KpiLimits, KpiWindow } from '../policy/compiled.ts';
import { evaluateWindow, judgeCounts } from './evaluate.ts';
import { allowance, failing, headroom, isKept, levelOf, limitsAt, tierOf } from './limits.ts';
import type { DayCount } from './window.ts';

const rate = (value: number, failures?: KpiLimit['failures']): KpiLimit => ({
  rate: value,
  ...(failures && { failures }),
});
const row = (block: number, warn = block, recover = warn): KpiLimits => ({
  block: rate(block),
  warn: rate(warn),
  recover: rate(recover),
});
const high = { good: 'high', minimumVolume: 1 } as const;
const low = { good: 'low', minimumVolume: 1 } as const;
const kpiOf = (limits: readonly KpiLimits[], over: Partial<CompiledKpi> = {}): CompiledKpi =>
  ({ id: 'k/x', good: 'high', minimumVolume: 1, limits, ...over }) as CompiledKpi;
const sevenDays: KpiWindow = { name: '7d', span: { kind: 'days', days: 7, lag: 0 } };

describe('what may fail', () => {
  it('is 2 of 50 at 95 %, so 47 are short by 1: 48 are needed', () => {
    const limit = rate(0.95);
    expect(allowance(50, limit, 'high')).toBe(2);
    expect(headroom({ num: 47, den: 50 }, limit, 'high')).toBe(-1);
    expect(headroom({ num: 48, den: 50 }, limit, 'high')).toBe(0);
    expect(isKept({ num: 47, den: 50 }, limit, 'high')).toBe(false);
    expect(isKept({ num: 48, den: 50 }, limit, 'high')).toBe(true);
  });

  it('is 15 of 1000 at most 1.5 %', () => {
    expect(allowance(1000, rate(0.015), 'low')).toBe(15);
    expect(headroom({ num: 16, den: 1000 }, rate(0.015), 'low')).toBe(-1);
    expect(failing({ num: 16, den: 1000 }, 'low')).toBe(16);
    expect(failing({ num: 16, den: 1000 }, 'high')).toBe(984);
  });

  it('is so many in any case where a contract says "2 % or 4", and never more where it says "and 4"', () => {
    const or = rate(0.02, { most: 4, join: 'or' });
    const and = rate(0.02, { most: 4, join: 'and' });
    expect([10, 200, 250, 1000].map((den) => allowance(den, or, 'low'))).toEqual([4, 4, 5, 20]);
    expect([10, 200, 250, 1000].map((den) => allowance(den, and, 'low'))).toEqual([0, 4, 4, 4]);
  });

  it('is that of exact fractions, whatever a quotient would be rounded to', () => {
    // 0.07 * 100 is 7.000000000000001 in floating point, which would let 92 fail of 100 and not 93.
    expect(allowance(100, rate(0.07), 'high')).toBe(93);
    expect(allowance(3, rate(1), 'high')).toBe(0);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.constantFrom('high' as const, 'low' as const),
        fc.option(fc.record({ most: fc.nat({ max: 1000 }), join: fc.constantFrom('or' as const, 'and' as const) })),
        (den, ppm, good, failures) => {
          const share = BigInt(good === 'high' ? 1_000_000 - ppm : ppm);
          const byRate = (BigInt(den) * share) / 1_000_000n;
          const most = BigInt(failures?.most ?? 0);
          const [least, greatest] = byRate < most ? [byRate, most] : [most, byRate];
          const exact = failures === null ? byRate : failures.join === 'or' ? greatest : least;
          expect(BigInt(allowance(den, rate(ppm / 1_000_000, failures ?? undefined), good))).toBe(exact);
        },
      ),
    );
  });

  it('is nothing of nothing, and of less than nothing, which burns may hold', () => {
    for (const good of ['high', 'low'] as const) {
      expect(allowance(0, rate(0.5), good)).toBe(0);
      expect(allowance(-3, rate(0.5), good)).toBe(0);
    }
  });
});

describe('levels', () => {
  it('warn between the limits: tracking 91 -> 90 %', () => {
    const levels = (nums: readonly number[]) => nums.map((num) => levelOf({ num, den: 1000 }, high, row(0.9, 0.91)));
    expect(levels([910, 909, 900, 899])).toEqual(['ok', 'warn', 'warn', 'block']);
  });

  it('are the other way round where the numerator counts what went wrong', () => {
    const levels = (nums: readonly number[]) => nums.map((num) => levelOf({ num, den: 1000 }, low, row(0.02, 0.01)));
    expect(levels([10, 11, 20, 21])).toEqual(['ok', 'warn', 'warn', 'block']);
  });

  it('are n/a below the minimum volume, where nothing fell due and where nothing is asked: never 0 % or 100 %', () => {
    const ten = { ...high, minimumVolume: 10 };
    expect(levelOf({ num: 0, den: 9 }, ten, row(0.9))).toBe('n/a');
    expect(levelOf({ num: 0, den: 10 }, ten, row(0.9))).toBe('block');
    expect(levelOf({ num: 0, den: 0 }, { ...high, minimumVolume: 0 }, row(0.9))).toBe('n/a');
    expect(levelOf({ num: 9, den: 9 }, high, undefined)).toBe('n/a');
    const kpi = kpiOf([row(0.9)], { minimumVolume: 10 });
    expect(evaluateWindow([{ bucket: 3, num: 9, den: 9 }], kpi, sevenDays, 'm', 3)).toEqual({
      from: -3,
      to: 3,
      num: 9,
      den: 9,
      rate: null,
      level: 'n/a',
      limits: kpi.limits[0],
      headroom: null,
    });
  });
});

describe('which limits hold', () => {
  const all = row(0.9);
  const allLater = { ...row(0.92), from: 100 };
  const own = { ...row(0.8), market: 'de', from: 50 };
  const ownLater = { ...row(0.85), market: 'de', from: 110 };
  const limits = [allLater, all, ownLater, own];

  it('is the latest row of the market, else the latest for all', () => {
    expect([49, 50, 109, 110].map((day) => limitsAt(limits, 'de', day))).toEqual([all, own, own, ownLater]);
    expect([99, 100].map((day) => limitsAt(limits, 'fr', day))).toEqual([all, allLater]);
  });

  it('is none where no row does', () => {
    expect(limitsAt([own], 'fr', 60)).toBeUndefined();
    expect(limitsAt([own], 'de', 49)).toBeUndefined();
  });

  it('is asked for the last day of the window, not for today', () => {
    const kpi = kpiOf([all, allLater]);
    const lagging: KpiWindow = { name: '14d-7', span: { kind: 'days', days: 14, lag: 7 } };
    const counts = [{ bucket: 95, num: 91, den: 100 }];
    expect(evaluateWindow(counts, kpi, lagging, 'fr', 106)).toMatchObject({ to: 99, level: 'ok', headroom: 1 });
    expect(evaluateWindow(counts, kpi, lagging, 'fr', 107)).toMatchObject({ to: 100, level: 'block', headroom: -1 });
  });
});

describe('tiers', () => {
  const limits: KpiLimits = {
    ...row(0.9),
    tiers: [{ name: 'gold', limit: rate(0.98) }, { name: 'silver', limit: rate(0.95) }, { name: 'bronze' }],
  };

  it('are the best whose limit is kept, and the last one has none', () => {
    const tiers = [98, 97, 95, 94, 0].map((num) => tierOf({ num, den: 100 }, 'ok', limits, 'high')?.name);
    expect(tiers).toEqual(['gold', 'silver', 'silver', 'bronze', 'bronze']);
  });

  it('say nothing without a verdict', () => {
    expect(tierOf({ num: 0, den: 0 }, 'n/a', limits, 'high')).toBeUndefined();
    expect(tierOf({ num: 1, den: 1 }, 'ok', undefined, 'high')).toBeUndefined();
  });
});

describe('contracts that we have read', () => {
  it('leave the last 7 of 21 days out: 130 promised, 30 of them of late, 90 of 100 on time is 90 %', () => {
    const counts: DayCount[] = [];
    for (let day = 1; day <= 14; day++) counts.push({ bucket: day, num: day <= 10 ? 7 : 5, den: day <= 12 ? 7 : 8 });
    for (let day = 15; day <= 21; day++) counts.push({ bucket: day, num: 4, den: day === 21 ? 6 : 4 });
    expect(counts.reduce((sum, { den }) => sum + den, 0)).toBe(130);
    const lagging: KpiWindow = { name: '14d-7', span: { kind: 'days', days: 14, lag: 7 } };
    expect(evaluateWindow(counts, kpiOf([row(0.9)]), lagging, 'm', 21)).toMatchObject({
      from: 1,
      to: 14,
      num: 90,
      den: 100,
      rate: 0.9,
      level: 'ok',
      headroom: 0,
    });
  });

  it('judge given counts like those of a window', () => {
    const kpi = kpiOf([row(0.9, 0.95)]);
    expect(judgeCounts({ num: 94, den: 100 }, { from: 1, to: 7 }, kpi, 'm')).toMatchObject({
      level: 'warn',
      headroom: 4,
      rate: 0.94,
    });
  });
});
