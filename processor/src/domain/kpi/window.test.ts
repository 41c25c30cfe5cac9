import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledZone } from '../policy/compiled.ts';
import { asOfDay, type DayCount, evaluateWindow, headroom, levelOf, needed, windowRange } from './window.ts';

const DAY = 86_400_000;
const RIYADH: CompiledZone = { name: 'Asia/Riyadh', offsets: [0, 180] };
/** Clocks went from +3 to +2 at a local midnight: the evening of day 100 was shown twice. */
const SET_BACK: CompiledZone = { name: 'Test/Back', offsets: [0, 180, 101 * DAY - 3 * 3_600_000, 120] };

const limits = { warn: 0.95, block: 0.95, minimumVolume: 1 };

describe('windows', () => {
  it('counts 47 of 50 as short by 1 of 95 %: 48 is needed', () => {
    expect(needed(50, 0.95)).toBe(48);
    expect(headroom(47, 50, 0.95)).toBe(-1);
    expect(levelOf(47, 50, limits)).toBe('block');
    expect(levelOf(48, 50, limits)).toBe('ok');
    expect(headroom(48, 50, 0.95)).toBe(0);
  });

  it('leaves the last 7 of 21 days out where the window lags by 7: 130 promised, 100 counted, 90 on time is 90 %', () => {
    const counts: DayCount[] = [];
    for (let day = 1; day <= 14; day++) counts.push({ bucket: day, num: day <= 10 ? 7 : 5, den: day <= 12 ? 7 : 8 });
    for (let day = 15; day <= 21; day++) counts.push({ bucket: day, num: 4, den: day === 21 ? 6 : 4 });
    expect(counts.reduce((sum, { den }) => sum + den, 0)).toBe(130);
    const kpi = { window: { days: 14, lag: 7 }, warn: 0.9, block: 0.9, minimumVolume: 1 };
    expect(evaluateWindow(counts, kpi, 21)).toEqual({
      from: 1,
      to: 14,
      num: 90,
      den: 100,
      rate: 0.9,
      level: 'ok',
      headroom: 0,
    });
  });

  it('includes the as-of day and no day behind it', () => {
    expect(windowRange({ days: 7 }, 20)).toEqual({ from: 14, to: 20 });
    const counts = [13, 14, 20, 21].map((bucket) => ({ bucket, num: 1, den: 1 }));
    const kpi = { window: { days: 7 }, warn: 0.9, block: 0.9, minimumVolume: 1 };
    expect(evaluateWindow(counts, kpi, 20)).toMatchObject({ num: 2, den: 2 });
  });

  it('says n/a below the minimum volume and where nothing fell due, never 0 % or 100 %', () => {
    const kpi = { window: { days: 7 }, warn: 0.9, block: 0.9, minimumVolume: 10 };
    expect(evaluateWindow([{ bucket: 3, num: 0, den: 9 }], kpi, 3)).toMatchObject({ level: 'n/a', rate: null, den: 9 });
    expect(evaluateWindow([{ bucket: 3, num: 0, den: 10 }], kpi, 3)).toMatchObject({ level: 'block', rate: 0 });
    expect(evaluateWindow([], { ...kpi, minimumVolume: 0 }, 3)).toMatchObject({ level: 'n/a', rate: null });
  });

  it('warns between the limits: tracking 91 -> 90 %', () => {
    const tracking = { warn: 0.91, block: 0.9, minimumVolume: 10 };
    expect([910, 909, 900, 899].map((num) => levelOf(num, 1000, tracking))).toEqual(['ok', 'warn', 'warn', 'block']);
  });

  it('compares integers: no limit is missed or tripped by a rounded quotient', () => {
    // 0.07 * 100 is 7.000000000000001 in floating point, which would ask for 8 of 100.
    expect(needed(100, 0.07)).toBe(7);
    expect(needed(3, 1)).toBe(3);
    expect(needed(0, 0.9)).toBe(0);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (den, ppm) => {
        const enough = BigInt(needed(den, ppm / 1_000_000)) * 1_000_000n;
        const product = BigInt(den) * BigInt(ppm);
        expect(enough >= product && enough - 1_000_000n < product).toBe(true);
      }),
    );
  });

  it('takes the as-of day in the zone, and does not step back where a clock is set back over midnight', () => {
    expect(asOfDay(RIYADH, 20 * DAY - 3 * 3_600_000)).toBe(20);
    expect(asOfDay(RIYADH, 20 * DAY - 3 * 3_600_000 - 1)).toBe(19);
    const change = 101 * DAY - 3 * 3_600_000;
    let last = 0;
    for (let t = change - 2 * 3_600_000; t < change + 4 * 3_600_000; t += 600_000) {
      expect(asOfDay(SET_BACK, t)).toBeGreaterThanOrEqual(last);
      last = asOfDay(SET_BACK, t);
    }
    expect(last).toBe(101);
  });
});
