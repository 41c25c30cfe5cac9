import type { CalendarSource } from '../../calendar/compile.ts';
import { type Hours, parseHours } from '../../calendar/hours.ts';
import { nearest } from '../nearest.ts';
import type { Path, Report } from '../problem.ts';
import type { CalendarEntry } from '../schema/calendar-entry.ts';
import { readDate } from './read-date.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const LONGEST_RANGE_DAYS = 366;

/** Reads a calendar of a pack; `compileCalendar` takes it from there. */
export function readCalendar(name: string, entry: CalendarEntry, path: Path, report: Report): CalendarSource {
  const exceptions = readExceptions(entry.exceptions ?? {}, [...path, 'exceptions'], report);
  const holidays = readHolidays(entry.holidays ?? {}, [...path, 'holidays'], report);
  for (const [day, written] of exceptions.written) {
    if (!holidays.has(day)) continue;
    report([...path, 'exceptions', written], `${written} is a holiday too.`, 'it in one of the two places');
  }
  return {
    name,
    zone: entry.zone,
    week: readWeek(entry.hours, [...path, 'hours'], report),
    holidays,
    yearly: readYearly(entry['every-year'] ?? {}, [...path, 'every-year'], report),
    exceptions: exceptions.hours,
  };
}

function readWeek(hours: CalendarEntry['hours'], path: Path, report: Report): CalendarSource['week'] {
  const week: [Hours[], Hours[], Hours[], Hours[], Hours[], Hours[], Hours[]] = [[], [], [], [], [], [], []];
  const taken = new Set<number>();
  for (const [key, text] of Object.entries(hours)) {
    const spans = readHours(text, [...path, key], report);
    for (const weekday of readWeekdays(key, [...path, key], report)) {
      if (taken.has(weekday)) {
        report(
          [...path, key],
          `${WEEKDAYS[weekday]} has its hours already.`,
          'each weekday once, several spans as `09:00-12:00, 13:00-18:00`',
        );
      }
      taken.add(weekday);
      week[weekday] = spans;
    }
  }
  return week;
}

/** `monday`, `monday to friday`, `sunday to thursday`; places from Monday. */
function readWeekdays(key: string, path: Path, report: Report): number[] {
  const [first, last = first, ...rest] = key.split(' to ').map((each) => WEEKDAYS.indexOf(each.trim()));
  if (rest.length > 0 || first === -1 || last === -1) {
    const meant = nearest(key, WEEKDAYS);
    report(
      path,
      `"${key}" is no weekday.`,
      meant ? `\`${meant}\`` : 'a weekday such as `monday`, or `sunday to thursday`',
    );
    return [];
  }
  const length = ((last! - first! + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (first! + i) % 7);
}

function readHours(text: string, path: Path, report: Report): Hours[] {
  const hours = parseHours(text);
  if (Array.isArray(hours)) return hours;
  report(path, `${hours.message}.`, hours.instead);
  return [];
}

function readHolidays(entries: Readonly<Record<string, string>>, path: Path, report: Report): Set<number> {
  return new Set(Object.keys(entries).flatMap((key) => readDates(key, [...path, key], report)));
}

function readExceptions(entries: Readonly<Record<string, string>>, path: Path, report: Report) {
  const hours = new Map<number, readonly Hours[]>();
  const written = new Map<number, string>();
  for (const [key, text] of Object.entries(entries)) {
    const spans = readHours(text, [...path, key], report);
    for (const day of readDates(key, [...path, key], report)) {
      if (hours.has(day)) report([...path, key], 'A date of it has its hours already.', 'each date once');
      hours.set(day, spans);
      written.set(day, key);
    }
  }
  return { hours, written };
}

/** `2026-04-03`, or `2026-03-19 to 2026-03-22`; local days since 1970-01-01. */
function readDates(key: string, path: Path, report: Report): number[] {
  const [first, last = first, ...rest] = key.split(' to ').map(readDate);
  if (rest.length > 0 || first === undefined || last === undefined) {
    report(path, `"${key}" is no date.`, 'a date such as `2026-04-03`, or `2026-03-19 to 2026-03-22`');
    return [];
  }
  if (last < first || last - first > LONGEST_RANGE_DAYS) {
    report(path, `"${key}" is no range of days.`, 'the earlier date first, and a year at most');
    return [];
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function readYearly(entries: Readonly<Record<string, string>>, path: Path, report: Report): Set<string> {
  for (const key of Object.keys(entries)) {
    // 2024 was a leap year, so that 02-29 is a date of some years.
    if (readDate(`2024-${key}`) === undefined) {
      report([...path, key], `"${key}" is no day of the year.`, 'month and day such as `12-25`');
    }
  }
  return new Set(Object.keys(entries));
}
