import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorkingSlowly,
  boundsOfDateSlowly,
  endOfBusinessDaySlowly,
  type HoursText,
  minutesOf,
  nextWorkingSlowly,
  type PlainCalendar,
  sameTimeSlowly,
  watch,
  workingBetweenSlowly,
} from '../../../../test/support/oracles/calendar.ts';
import { businessDays } from './business-days.ts';
import { indexCalendar } from './calendar-index.ts';
import { type CalendarSource, compileCalendar } from './compile.ts';
import { compileZone } from './compile-zone.ts';
import { type Hours, parseHours } from './hours.ts';
import { compiledRange } from './range.ts';
import { addWorking, nextWorking, workingBetween } from './working-time.ts';
import { endOfLocalDay, startOfDay, zoneDay } from './zone.ts';

/**
 * Random calendars against an oracle that asks Luxon for every minute, in windows of nine days around what zones do to
 * clocks. Answers behind a window's end are left out; a last test says that they were few.
 */
const NOW = Date.parse('2026-11-23T00:00:00Z');
const WINDOW_DAYS = 9;
const DAY = 86_400_000;
const MINUTE = 60_000;

const WINDOWS = [
  ['Europe/Prague', '2026-03-26', 'skips 02:00'],
  ['Europe/Prague', '2026-10-22', 'repeats 02:00'],
  ['America/New_York', '2026-03-05', 'skips 02:00'],
  ['America/New_York', '2026-10-29', 'repeats 01:00'],
  ['America/Sao_Paulo', '2018-11-01', 'skips midnight'],
  ['America/Sao_Paulo', '2018-02-14', 'repeats 23:00'],
  ['Asia/Riyadh', '2026-11-20', 'does nothing'],
  ['Africa/Cairo', '2024-04-22', 'skips midnight'],
  ['Africa/Cairo', '2024-10-28', 'repeats 23:00'],
  ['Asia/Tehran', '2022-03-18', 'skips midnight, at half hours'],
  ['Asia/Tehran', '2022-09-18', 'repeats 23:00, at half hours'],
  ['Australia/Lord_Howe', '2026-10-01', 'skips half an hour'],
  ['Australia/Lord_Howe', '2026-04-01', 'repeats half an hour'],
  ['Pacific/Apia', '2011-12-27', 'skips a whole day'],
  ['America/Havana', '2026-10-29', 'repeats the first hour of a day'],
  ['America/St_Johns', '2010-11-04', 'goes back to the day before at 00:01'],
] as const;

/** Up to three spans a day, on times that clocks like to skip or repeat as well as on any other minute. */
const time = fc.oneof(
  fc.constantFrom(0, 30, 60, 90, 120, 150, 180, 540, 720, 1080, 1380, 1410, 1440),
  fc.integer({ min: 0, max: 1440 }),
);
const hours = fc
  .uniqueArray(time, { minLength: 2, maxLength: 6 })
  .map((times) => times.sort((a, b) => a - b))
  .map((times) => Array.from({ length: times.length >> 1 }, (_, i): Hours => [times[2 * i]!, times[2 * i + 1]!]));
const day = fc.oneof(
  { weight: 4, arbitrary: hours },
  { weight: 1, arbitrary: fc.constant<Hours[]>([]) },
  { weight: 1, arbitrary: fc.constant<Hours[]>([[0, 1440]]) },
);

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const asText = (spans: readonly Hours[]): HoursText[] => spans.map(([open, close]) => [clock(open), clock(close)]);
const dateOf = (localDay: number): string => new Date(localDay * DAY).toISOString().slice(0, 10);

interface Both {
  readonly source: CalendarSource;
  readonly plain: PlainCalendar;
}

/** The same calendar in the words of both. */
const calendars = (zone: string, firstDay: number): fc.Arbitrary<Both> => {
  const someDay = fc.integer({ min: firstDay, max: firstDay + WINDOW_DAYS });
  return fc
    .record({
      week: fc.tuple(day, day, day, day, day, day, day),
      holidays: fc.uniqueArray(someDay, { maxLength: 2 }),
      exceptions: fc.uniqueArray(fc.tuple(someDay, day), { maxLength: 2, selector: ([d]) => d }),
    })
    .filter(({ week }) => week.some((spans) => spans.length > 0))
    .map(({ week, holidays, exceptions }) => {
      const source: CalendarSource = {
        name: 'random',
        zone,
        week,
        holidays: new Set(holidays),
        yearly: new Set(),
        exceptions: new Map(exceptions),
      };
      const plain: PlainCalendar = {
        zone,
        week: Object.fromEntries(week.map((spans, i) => [i + 1, asText(spans)])),
        holidays: holidays.map(dateOf),
        exceptions: Object.fromEntries(exceptions.map(([d, spans]) => [dateOf(d), asText(spans)])),
      };
      return { source, plain };
    });
};

let asked = 0;
let beyond = 0;
/** Compares what the oracle can see. */
function same(fast: () => number, slow: number | undefined): void {
  asked++;
  if (slow === undefined) beyond++;
  else expect(new Date(fast()).toISOString()).toBe(new Date(slow).toISOString());
}

describe.each(WINDOWS)('%s from %s, which %s', (zone, from) => {
  const begin = Date.parse(`${from}T00:00:00Z`);
  const minutes = minutesOf(zone, from, WINDOW_DAYS);
  const wholeMinute = fc.integer({ min: 0, max: 6 * 1440 }).map((n) => begin + n * MINUTE);
  const instant = fc.oneof(wholeMinute, fc.integer({ min: begin, max: begin + 6 * DAY }));
  const questions = fc.record({
    starts: fc.array(
      fc.tuple(
        instant,
        fc.integer({ min: 0, max: 30 * 60 }).map((n) => n * MINUTE),
      ),
      { minLength: 12, maxLength: 12 },
    ),
    n: fc.integer({ min: 0, max: 3 }),
  });

  it('adds, measures and finds working time, and counts business days, as the oracle does', () => {
    fc.assert(
      fc.property(calendars(zone, begin / DAY), questions, ({ source, plain }, { starts, n }) => {
        const index = indexCalendar(compileCalendar(source, NOW));
        const watched = watch(minutes, plain);
        for (const [start, ms] of starts) {
          same(() => addWorking(index, start, ms), addWorkingSlowly(watched, start, ms));
          same(() => nextWorking(index, start), nextWorkingSlowly(watched, start));
          same(() => businessDays(index, start, n, 'end-of-day'), endOfBusinessDaySlowly(watched, start, n));
          same(() => businessDays(index, start, n, 'same-time'), sameTimeSlowly(watched, start, n));
          expect(workingBetween(index, start, start + ms)).toBe(workingBetweenSlowly(watched, start, start + ms));
        }
      }),
      { numRuns: 6 },
    );
  });

  it('begins and ends its days where the oracle does', () => {
    const compiled = compileZone(zone, compiledRange(NOW));
    for (let localDay = begin / DAY; localDay < begin / DAY + WINDOW_DAYS; localDay++) {
      const bounds = boundsOfDateSlowly(minutes, dateOf(localDay));
      if (bounds === undefined) continue;
      expect(startOfDay(compiled, localDay)).toBe(bounds.first);
      expect(endOfLocalDay(compiled, localDay)).toBe(bounds.last);
    }
    for (let i = 0; i < minutes.length; i += 7) {
      expect(dateOf(zoneDay(compiled, minutes[i]!.at))).toBe(minutes[i]!.date);
    }
  });
});

it('left out less than a third of the answers as too far ahead', () => {
  expect(asked).toBeGreaterThan(1000);
  expect(beyond / asked).toBeLessThan(1 / 3);
});

describe('without an oracle', () => {
  const index = indexCalendar(
    compileCalendar(
      {
        name: 'split',
        zone: 'Europe/Prague',
        week: [
          [
            [540, 720],
            [780, 1080],
          ],
          [[540, 1080]],
          [],
          [[0, 1440]],
          [[0, 300]],
          [],
          [],
        ],
        holidays: new Set(),
        yearly: new Set(['12-24']),
        exceptions: new Map(),
      },
      NOW,
    ),
  );
  const instant = fc.integer({ min: index.calendar.from, max: Date.parse('2030-01-01T00:00:00Z') });
  const amount = fc.integer({ min: 0, max: 400 * 3_600_000 });

  it('what was added is what has passed', () => {
    fc.assert(
      fc.property(instant, amount, (start, ms) => {
        expect(workingBetween(index, start, addWorking(index, start, ms))).toBe(ms);
      }),
    );
  });
  it('adding in two steps is adding at once', () => {
    fc.assert(
      fc.property(instant, amount, amount, (start, a, b) => {
        expect(addWorking(index, addWorking(index, start, a), b)).toBe(addWorking(index, start, a + b));
      }),
    );
  });
  it('a later start is never due earlier', () => {
    fc.assert(
      fc.property(instant, fc.nat(10 * DAY), amount, (start, later, ms) => {
        expect(addWorking(index, start + later, ms)).toBeGreaterThanOrEqual(addWorking(index, start, ms));
      }),
    );
  });
  it('hours read back as they were written', () => {
    fc.assert(
      fc.property(hours, (spans) => {
        expect(
          parseHours(
            asText(spans)
              .map(([open, close]) => `${open}-${close}`)
              .join(', '),
          ),
        ).toEqual(spans);
      }),
    );
  });
});
