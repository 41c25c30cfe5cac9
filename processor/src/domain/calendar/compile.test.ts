import { describe, expect, it } from 'vitest';
import { businessDays } from './business-days.ts';
import { indexCalendar } from './calendar-index.ts';
import { type CalendarSource, compileCalendar } from './compile.ts';
import { compileZone } from './compile-zone.ts';
import type { Hours } from './hours.ts';
import { compiledRange } from './range.ts';
import { addWorking, nextWorking, workingBetween } from './working-time.ts';
import { endOfLocalDay, startOfDay, zoneDay } from './zone.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
const at = (iso: string): number => Date.parse(iso);
const iso = (t: number): string => new Date(t).toISOString();
const dayOf = (date: string): number => Date.parse(`${date}T00:00Z`) / 86_400_000;

function calendar(zone: string, daily: readonly Hours[], changes: Partial<CalendarSource> = {}) {
  const week: CalendarSource['week'] = [daily, daily, daily, daily, daily, daily, daily];
  const none = {
    holidays: new Set<number>(),
    yearly: new Set<string>(),
    exceptions: new Map<number, readonly Hours[]>(),
  };
  return indexCalendar(compileCalendar({ name: 'test', zone, week, ...none, ...changes }, NOW));
}

describe('compileCalendar', () => {
  it('reaches from 2010 to six years ahead, and joins what touches', () => {
    const { calendar: compiled } = calendar('UTC', [[0, 1440]]);
    expect(iso(compiled.from)).toBe('2010-01-01T00:00:00.000Z');
    expect(iso(compiled.until)).toBe('2032-11-23T00:00:00.000Z');
    expect(compiled.spans).toEqual([compiled.from / 60_000, compiled.until / 60_000]);
  });

  it('joins an evening until 24:00 with the morning after it, though a holiday parts them', () => {
    const shifts = calendar(
      'UTC',
      [
        [0, 360],
        [1320, 1440],
      ],
      { holidays: new Set([dayOf('2026-11-26')]) },
    );
    expect(iso(addWorking(shifts, at('2026-11-24T22:00Z'), 8 * HOUR))).toBe('2026-11-25T06:00:00.000Z');
    expect(iso(addWorking(shifts, at('2026-11-25T22:00Z'), 8 * HOUR))).toBe('2026-11-27T06:00:00.000Z');
    expect(iso(addWorking(shifts, at('2026-11-25T22:00Z'), 2 * HOUR))).toBe('2026-11-26T00:00:00.000Z'); // 24:00, not Friday
  });

  it('knows holidays of a date and of every year, and lets exceptions win', () => {
    const shop = calendar('UTC', [[540, 1080]], {
      holidays: new Set([dayOf('2026-11-24')]),
      yearly: new Set(['12-25', '02-29']),
      exceptions: new Map([
        [dayOf('2026-12-25'), [[600, 660]]],
        [dayOf('2026-11-25'), []],
      ]),
    });
    expect(iso(nextWorking(shop, at('2026-11-24T00:00Z')))).toBe('2026-11-26T09:00:00.000Z');
    expect(workingBetween(shop, at('2025-12-25T00:00Z'), at('2025-12-26T00:00Z'))).toBe(0);
    expect(workingBetween(shop, at('2026-12-25T00:00Z'), at('2026-12-26T00:00Z'))).toBe(HOUR);
    expect(workingBetween(shop, at('2028-02-29T00:00Z'), at('2028-03-01T00:00Z'))).toBe(0);
  });

  it('adds a working Saturday', () => {
    const free: Hours[] = [];
    const weekdays: Hours[] = [[540, 1080]];
    const office = calendar('Europe/Prague', weekdays, {
      week: [weekdays, weekdays, weekdays, weekdays, weekdays, free, free],
      exceptions: new Map([[dayOf('2026-11-28'), [[480, 720]]]]),
    });
    expect(iso(businessDays(office, at('2026-11-27T10:00Z'), 1, 'end-of-day'))).toBe('2026-11-28T11:00:00.000Z');
    expect(iso(businessDays(office, at('2026-11-27T10:00Z'), 2, 'end-of-day'))).toBe('2026-11-30T17:00:00.000Z');
  });

  it('works through a night of 25 hours a day and one of 23', () => {
    const always = calendar('Europe/Prague', [[0, 1440]]);
    const autumn = dayOf('2026-10-25');
    const { zone } = always;
    expect(workingBetween(always, startOfDay(zone, autumn), startOfDay(zone, autumn + 1))).toBe(25 * HOUR);
    const spring = dayOf('2026-03-29');
    expect(workingBetween(always, startOfDay(zone, spring), startOfDay(zone, spring + 1))).toBe(23 * HOUR);
  });

  it('does not work hours that no clock shows, and works those twice that it shows twice', () => {
    const night = calendar('Europe/Prague', [[120, 180]]); // 02:00 to 03:00
    expect(iso(nextWorking(night, at('2026-03-28T12:00Z')))).toBe('2026-03-30T00:00:00.000Z');
    expect(workingBetween(night, at('2026-10-24T12:00Z'), at('2026-10-25T12:00Z'))).toBe(2 * HOUR);
  });

  it('refuses by name a calendar without working time ahead, and a zone that does not exist', () => {
    expect(() => calendar('UTC', [])).toThrow(expect.objectContaining({ code: 'NO_WORKING_TIME', calendar: 'test' }));
    const past = new Map([[dayOf('2020-01-01'), [[540, 600]] as readonly Hours[]]]);
    expect(() => calendar('UTC', [], { exceptions: past })).toThrow(
      expect.objectContaining({ code: 'NO_WORKING_TIME' }),
    );
    expect(() => calendar('Mars/Olympus', [[0, 1440]])).toThrow(expect.objectContaining({ code: 'UNKNOWN_ZONE' }));
  });
});

describe('business days where clocks are changed', () => {
  const prague = calendar('Europe/Prague', [[0, 1440]]);
  it.each([
    ['02:30 that is skipped is 03:30', '2026-03-28T01:30:00.000Z', '2026-03-29T01:30:00.000Z'],
    ['02:30 that comes twice is the second', '2026-10-24T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    ['noon stays noon in spring', '2026-03-28T11:00:00.000Z', '2026-03-29T10:00:00.000Z'],
    ['noon stays noon in autumn', '2026-10-24T10:00:00.000Z', '2026-10-25T11:00:00.000Z'],
  ])('%s', (_, start, due) => {
    expect(iso(businessDays(prague, at(start), 1, 'same-time'))).toBe(due);
  });

  it('a day that the zone skipped is no day', () => {
    const apia = calendar('Pacific/Apia', [[540, 1020]]);
    // Thursday 29 December 2011, 10:00 (UTC-10); the next day there was Saturday the 31st (UTC+14).
    expect(iso(businessDays(apia, at('2011-12-29T20:00Z'), 1, 'same-time'))).toBe('2011-12-30T20:00:00.000Z');
  });
});

describe('local days', () => {
  const range = compiledRange(NOW);
  it.each([
    ['UTC', '2026-11-23', '2026-11-23T00:00:00.000Z', '2026-11-23T23:59:59.999Z'],
    ['Asia/Riyadh', '2026-11-23', '2026-11-22T21:00:00.000Z', '2026-11-23T20:59:59.999Z'],
    ['Europe/Prague', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
    ['Europe/Prague', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', '2018-11-05T01:59:59.999Z'], // begins at 01:00
    ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00:00.000Z', '2018-02-18T02:59:59.999Z'], // 25 hours
    ['Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00.000Z', '2024-04-26T20:59:59.999Z'], // begins at 01:00
    ['America/Havana', '2026-10-31', '2026-10-31T04:00:00.000Z', '2026-11-01T03:59:59.999Z'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', '2026-11-02T04:59:59.999Z'], // begins twice
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00.000Z', '2011-12-30T09:59:59.999Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', '2011-12-31T09:59:59.999Z'],
  ])('%s, %s', (name, date, first, last) => {
    const zone = compileZone(name, range);
    expect(iso(startOfDay(zone, dayOf(date)))).toBe(first);
    expect(iso(endOfLocalDay(zone, dayOf(date)))).toBe(last);
    expect(zoneDay(zone, at(first))).toBe(dayOf(date));
    expect(zoneDay(zone, at(first) - 1)).toBeLessThan(dayOf(date));
    expect(zoneDay(zone, at(last))).toBe(dayOf(date));
    expect(zoneDay(zone, at(last) + 1)).toBeGreaterThan(dayOf(date));
  });

  it('go on with the nearest offset before 2010 and behind the last that was compiled', () => {
    const zone = compileZone('Asia/Riyadh', range);
    expect(iso(startOfDay(zone, dayOf('1999-05-01')))).toBe('1999-04-30T21:00:00.000Z');
    expect(iso(endOfLocalDay(zone, dayOf('2090-05-01')))).toBe('2090-05-01T20:59:59.999Z');
  });
});
