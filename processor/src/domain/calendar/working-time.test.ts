import { describe, expect, it } from 'vitest';
import type { CompiledCalendar } from '../policy/compiled.ts';
import { businessDays } from './business-days.ts';
import { indexCalendar } from './calendar-index.ts';
import { addWorking, nextWorking, workingBetween } from './working-time.ts';

const HOUR = 3_600_000;
const at = (iso: string): number => Date.parse(iso);
const minute = (iso: string): number => at(iso) / 60_000;

/** Four days in UTC: Monday 09-12 and 13-18, Tuesday 09-18, nothing on Wednesday, Thursday 09-13, Friday 09-24. */
const calendar: CompiledCalendar = {
  name: 'shop',
  zone: 'UTC',
  offsets: [0, 0],
  spans: [
    ['2026-11-23T09:00Z', '2026-11-23T12:00Z'],
    ['2026-11-23T13:00Z', '2026-11-23T18:00Z'],
    ['2026-11-24T09:00Z', '2026-11-24T18:00Z'],
    ['2026-11-26T09:00Z', '2026-11-26T13:00Z'],
    ['2026-11-27T09:00Z', '2026-11-28T00:00Z'],
  ].flatMap(([open, close]) => [minute(open!), minute(close!)]),
  dayMinutes: 480,
  from: at('2026-11-23T00:00Z'),
  until: at('2026-11-30T00:00Z'),
};
const shop = indexCalendar(calendar);

describe('addWorking', () => {
  it.each([
    ['within a span', '2026-11-23T09:30:00Z', 1, '2026-11-23T10:30:00Z'],
    ['over lunch', '2026-11-23T11:30:00Z', 1, '2026-11-23T13:30:00Z'],
    ['to a close: stays there', '2026-11-23T11:00:00Z', 1, '2026-11-23T12:00:00Z'],
    ['to the end of the day: stays there', '2026-11-23T17:00:00Z', 1, '2026-11-23T18:00:00Z'],
    ['from before opening', '2026-11-23T03:00:00Z', 2, '2026-11-23T11:00:00Z'],
    ['from a close: counts from the next opening', '2026-11-23T18:00:00Z', 2, '2026-11-24T11:00:00Z'],
    ['over a free day', '2026-11-24T17:00:00Z', 2, '2026-11-26T10:00:00Z'],
    ['to 24:00', '2026-11-27T09:00:00Z', 15, '2026-11-28T00:00:00Z'],
    ['milliseconds are kept', '2026-11-23T11:59:59.999Z', 1, '2026-11-23T13:59:59.999Z'],
    ['no working time: the start, even on a free day', '2026-11-25T10:00:00Z', 0, '2026-11-25T10:00:00Z'],
  ])('%s', (_, start, hours, due) => {
    expect(new Date(addWorking(shop, at(start), hours * HOUR)).toISOString()).toBe(new Date(due).toISOString());
  });

  it('says by name that the calendar ends', () => {
    const code = 'CALENDAR_ENDS';
    expect(() => addWorking(shop, at('2026-11-27T23:00Z'), 2 * HOUR)).toThrow(expect.objectContaining({ code }));
    expect(() => addWorking(shop, at('2026-11-22T23:00Z'), HOUR)).toThrow(expect.objectContaining({ code }));
    expect(() => addWorking(shop, at('2026-12-01T00:00Z'), 0)).toThrow(expect.objectContaining({ code }));
    expect(() => addWorking(shop, Number.NaN, HOUR)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses to go back', () => {
    expect(() => addWorking(shop, at('2026-11-23T10:00Z'), -1)).toThrow(RangeError);
  });
});

describe('workingBetween', () => {
  it.each([
    ['one span', '2026-11-23T09:30Z', '2026-11-23T10:00Z', 0.5],
    ['lunch does not count', '2026-11-23T11:00Z', '2026-11-23T14:00Z', 2],
    ['night does not count', '2026-11-23T18:00Z', '2026-11-24T09:00Z', 0],
    ['all of it', '2026-11-23T00:00Z', '2026-11-30T00:00Z', 36],
    ['backwards is negative', '2026-11-24T12:00Z', '2026-11-24T09:00Z', -3],
  ])('%s', (_, from, to, hours) => {
    expect(workingBetween(shop, at(from), at(to))).toBe(hours * HOUR);
  });
});

describe('nextWorking', () => {
  it('is the instant itself at the opening and within, the next opening at the close', () => {
    expect(nextWorking(shop, at('2026-11-23T09:00Z'))).toBe(at('2026-11-23T09:00Z'));
    expect(nextWorking(shop, at('2026-11-23T11:59Z'))).toBe(at('2026-11-23T11:59Z'));
    expect(nextWorking(shop, at('2026-11-23T12:00Z'))).toBe(at('2026-11-23T13:00Z'));
    expect(() => nextWorking(shop, at('2026-11-28T00:00Z'))).toThrow('CALENDAR_ENDS');
  });
});

describe('businessDays', () => {
  it.each([
    ['same-time', '2026-11-23T10:15:30.250Z', 1, '2026-11-24T10:15:30.250Z'],
    ['same-time', '2026-11-24T17:00:00.000Z', 1, '2026-11-26T17:00:00.000Z'], // although Thursday closes at 13:00
    ['same-time', '2026-11-25T12:00:00.000Z', 1, '2026-11-27T09:00:00.000Z'], // a free day counts as the next opening
    ['same-time', '2026-11-23T18:00:00.000Z', 1, '2026-11-26T09:00:00.000Z'], // 18:00 sharp is Tuesday's opening
    ['same-time', '2026-11-23T12:30:00.000Z', 1, '2026-11-24T13:00:00.000Z'], // at lunch: as at 13:00
    ['end-of-day', '2026-11-23T10:00:00.000Z', 0, '2026-11-23T18:00:00.000Z'],
    ['end-of-day', '2026-11-23T10:00:00.000Z', 2, '2026-11-26T13:00:00.000Z'],
    ['hours', '2026-11-26T12:00:00.000Z', 2, '2026-11-28T00:00:00.000Z'], // one on Thursday, fifteen on Friday
    ['end-of-day', '2026-11-26T10:00:00.000Z', 1, '2026-11-28T00:00:00.000Z'],
    ['hours', '2026-11-24T10:00:00.000Z', 1, '2026-11-24T18:00:00.000Z'], // eight hours, to the close
  ] as const)('%s from %s, %i', (reading, start, n, due) => {
    expect(new Date(businessDays(shop, at(start), n, reading)).toISOString()).toBe(due);
  });

  it('says by name that the calendar ends, and counts whole days only', () => {
    expect(() => businessDays(shop, at('2026-11-27T10:00Z'), 1, 'same-time')).toThrow('CALENDAR_ENDS');
    expect(() => businessDays(shop, at('2026-11-23T10:00Z'), 0.5, 'same-time')).toThrow(RangeError);
  });
});
