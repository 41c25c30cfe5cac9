import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { dateOfDay, dayInMonth, dayOfIso, firstOfMonth, isoOfDay } from './calendar-day.ts';

const DAY = 86_400_000;
const dayOf = (date: DateTime): number => Math.floor(date.toMillis() / DAY);
/** From 1800 to 2300. */
const days = fc.integer({ min: -62_000, max: 120_000 });

describe('dates of local days', () => {
  it('are those of the calendar, before 1970 as well', () => {
    fc.assert(
      fc.property(days, (day) => {
        const date = DateTime.fromMillis(day * DAY, { zone: 'utc' });
        expect(dateOfDay(day)).toEqual({ year: date.year, month: date.month, day: date.day });
        expect(isoOfDay(day)).toBe(date.toISODate());
        expect(dayOfIso(isoOfDay(day))).toBe(day);
      }),
    );
  });

  it('finds the same day of another month, or its last one', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -40, max: 40 }), (day, months) => {
        const { year, month, day: ofMonth } = dateOfDay(day);
        const there = DateTime.fromMillis(day * DAY, { zone: 'utc' }).plus({ months });
        expect(dayInMonth(year, month + months, ofMonth)).toBe(dayOf(there));
        expect(firstOfMonth(year, month + months)).toBe(dayOf(there.startOf('month')));
      }),
    );
  });

  it('takes no date that is none', () => {
    for (const text of ['2026-02-29', '2026-2-3', '2026-13-01', '26-01-01', '2026-01-01T00:00', '', 'today']) {
      expect(dayOfIso(text)).toBeUndefined();
    }
    expect(dayOfIso('2028-02-29')).toBe(dayOf(DateTime.fromISO('2028-02-29', { zone: 'utc' })));
  });
});
