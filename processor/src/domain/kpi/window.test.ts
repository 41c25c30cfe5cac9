import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spanOf } from '../../../../test/support/kpi-machine.ts';
import { daysOf, type OracleWindow } from '../../../../test/support/oracles/kpi-sums.ts';
import type { CompiledZone, WindowSpan } from '../policy/compiled.ts';
import { dayOfIso, isoOfDay } from './calendar-day.ts';
import { asOfDay, finalFrom, isFinal, sumDays, windowBefore, windowRange } from './window.ts';

const DAY = 86_400_000;
const RIYADH: CompiledZone = { name: 'Asia/Riyadh', offsets: [0, 180] };
/** Clocks went from +3 to +2 at a local midnight: the evening of day 100 was shown twice. */
const SET_BACK: CompiledZone = { name: 'Test/Back', offsets: [0, 180, 101 * DAY - 3 * 3_600_000, 120] };

const shown = ({ from, to }: { from: number; to: number }): string => `${isoOfDay(from)} ${isoOfDay(to)}`;
const days = (n: number, lag = 0): WindowSpan => ({ kind: 'days', days: n, lag });
const months = (n: number, lag = 0, inclusive = false): WindowSpan => ({ kind: 'months', months: n, lag, inclusive });
const week = (back: number, first: 'monday' | 'sunday' = 'monday', lag = 0): WindowSpan => ({
  kind: 'week',
  back,
  lag,
  first,
});
const month = (back: number, lag = 0): WindowSpan => ({ kind: 'month', back, lag });

/** What a window holds as of a date, as first and last date. */
const asOf = (date: string, span: WindowSpan): string => shown(windowRange(span, dayOfIso(date)!));

describe('windows', () => {
  it('hold the days that docs/kpis.md names, as of 6 October', () => {
    const october = (span: WindowSpan): string => asOf('2026-10-06', span);
    expect(october(days(7))).toBe('2026-09-30 2026-10-06');
    expect(october(days(14, 7))).toBe('2026-09-16 2026-09-29');
    expect(october(days(30, 1))).toBe('2026-09-06 2026-10-05');
    expect(october(months(1, 1, true))).toBe('2026-09-05 2026-10-05');
    expect(october(months(1, 1))).toBe('2026-09-06 2026-10-05');
    expect(october(month(0))).toBe('2026-10-01 2026-10-06');
    expect(october(month(1))).toBe('2026-09-01 2026-09-30');
    expect(october(days(8))).toBe('2026-09-29 2026-10-06');
  });

  it('hold weeks from Monday or from Sunday: 6 October 2026 is a Tuesday', () => {
    expect(asOf('2026-10-06', week(0))).toBe('2026-10-05 2026-10-06');
    expect(asOf('2026-10-06', week(1))).toBe('2026-09-28 2026-10-04');
    expect(asOf('2026-10-06', week(0, 'sunday'))).toBe('2026-10-04 2026-10-06');
    expect(asOf('2026-10-06', week(1, 'sunday'))).toBe('2026-09-27 2026-10-03');
    expect(asOf('2026-10-04', week(0))).toBe('2026-09-28 2026-10-04');
    expect(asOf('2026-10-04', week(0, 'sunday'))).toBe('2026-10-04 2026-10-04');
  });

  it('look, as of 6 October, from 5 September to 5 October where a contract has "one month, both ends included"', () => {
    expect(asOf('2025-10-06', months(1, 1, true))).toBe('2025-09-05 2025-10-05');
  });

  it('look from the 24th to the 10th day before today where a contract leaves the last days out', () => {
    const today = 20_000;
    expect(windowRange(days(15, 10), today)).toEqual({ from: today - 24, to: today - 10 });
  });

  it('end on the last day of a month that has no such day', () => {
    expect(asOf('2026-03-31', months(1, 0, true))).toBe('2026-02-28 2026-03-31');
    expect(asOf('2026-03-31', months(1))).toBe('2026-03-01 2026-03-31');
    expect(asOf('2028-05-31', months(3, 0, true))).toBe('2028-02-29 2028-05-31');
    expect(asOf('2026-01-05', months(3))).toBe('2025-10-06 2026-01-05');
  });

  it('take a calendar period by the day on which they end: on the 1st the month that ends yesterday is the last one', () => {
    expect(asOf('2026-10-01', month(0, 1))).toBe('2026-09-01 2026-09-30');
    expect(asOf('2026-10-05', week(0, 'monday', 1))).toBe('2026-09-28 2026-10-04');
    expect(asOf('2026-01-15', month(1))).toBe('2025-12-01 2025-12-31');
  });

  it('are those that a calendar finds', () => {
    const window = fc.record({
      of: fc.constantFrom<OracleWindow['of']>(
        'days',
        'months',
        'months-inclusive',
        'weeks-from-monday',
        'weeks-from-sunday',
        'calendar-months',
      ),
      n: fc.integer({ min: 1, max: 40 }),
      lag: fc.nat({ max: 40 }),
    });
    fc.assert(
      fc.property(window, fc.integer({ min: -30_000, max: 60_000 }), ({ of, n, lag }, day) => {
        const oracle: OracleWindow = { name: '', of, n: of.startsWith('day') ? n : n % 14, lag };
        const { from, to } = windowRange(spanOf(oracle), day);
        expect([from, to]).toEqual(daysOf(oracle, day));
      }),
      { numRuns: 2000 },
    );
  });

  it('sum what lies in them, both ends included, and nothing that is still to come', () => {
    const counts = [13, 14, 14, 20, 21].map((bucket) => ({ bucket, num: 1, den: 2 }));
    expect(sumDays(counts, windowRange(days(7), 20))).toEqual({ num: 3, den: 6 });
  });

  it('are compared with as much before them', () => {
    const before = (date: string, span: WindowSpan): string => shown(windowBefore(span, dayOfIso(date)!));
    expect(before('2026-10-06', days(7, 7))).toBe('2026-09-16 2026-09-22');
    expect(before('2026-10-06', months(1, 1))).toBe('2026-08-06 2026-09-05');
    expect(before('2026-10-06', months(1, 1, true))).toBe('2026-08-06 2026-09-05');
    expect(before('2026-10-06', week(0))).toBe('2026-09-28 2026-09-29');
    expect(before('2026-10-06', week(1))).toBe('2026-09-21 2026-09-27');
    expect(before('2026-10-06', month(0))).toBe('2026-09-01 2026-09-06');
    expect(before('2026-10-31', month(0))).toBe('2026-09-01 2026-09-30');
    expect(before('2026-03-30', month(0))).toBe('2026-02-01 2026-02-28');
    expect(before('2026-10-06', month(1))).toBe('2026-08-01 2026-08-31');
  });

  it('share no day with what they are compared with', () => {
    const spans = fc.oneof(
      fc.record({ days: fc.integer({ min: 1, max: 90 }), lag: fc.nat({ max: 30 }) }).map((of) => days(of.days, of.lag)),
      fc.tuple(fc.integer({ min: 1, max: 14 }), fc.nat({ max: 30 })).map(([n, lag]) => months(n, lag)),
      fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 30 })).map(([back, lag]) => week(back, 'sunday', lag)),
      fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 30 })).map(([back, lag]) => month(back, lag)),
    );
    fc.assert(
      fc.property(spans, fc.integer({ min: 0, max: 40_000 }), (span, day) => {
        const { from } = windowRange(span, day);
        const before = windowBefore(span, day);
        expect(before.from).toBeLessThanOrEqual(before.to);
        expect(before.to).toBeLessThan(from);
        if (span.kind === 'days' || span.kind === 'months') expect(before.to).toBe(from - 1);
      }),
    );
  });

  it('are final when their last day lies more than `settles` days behind the as-of day', () => {
    const range = { from: 94, to: 100 };
    expect([100, 101].map((day) => isFinal(range, 0, day))).toEqual([false, true]);
    expect([103, 104].map((day) => isFinal(range, 3, day))).toEqual([false, true]);
    expect(finalFrom(range, 3)).toBe(104);
  });
});

describe('the as-of day', () => {
  it('is that of the zone, and does not step back where a clock is set back over midnight', () => {
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
