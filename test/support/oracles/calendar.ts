import { DateTime } from 'luxon';

/**
 * Working time the slow and obvious way: Luxon is asked what the wall clock shows at every single minute, and minutes are
 * counted. It shares nothing with the processor but the meaning of the words. Instants are ms UTC.
 */

/** Hours as texts, so that even reading them is done anew: `['09:00', '18:00']`; a day ends at `24:00`. */
export type HoursText = readonly [open: string, close: string];

export interface PlainCalendar {
  readonly zone: string;
  /** By ISO weekday, 1 is Monday. */
  readonly week: Readonly<Record<number, readonly HoursText[]>>;
  /** Dates such as `2026-12-24`. */
  readonly holidays: readonly string[];
  readonly exceptions: Readonly<Record<string, readonly HoursText[]>>;
}

/** What a wall clock shows throughout one minute. */
interface ShownMinute {
  readonly at: number;
  /** `2026-11-23` */
  readonly date: string;
  /** `17:05` */
  readonly time: string;
  readonly weekday: number;
}

/** Some days of a calendar: all their minutes, and those that are working time. */
export interface Watched {
  readonly minutes: readonly ShownMinute[];
  readonly worked: readonly ShownMinute[];
}

const MINUTE = 60_000;

/** Every minute of some days in a zone. Making one takes a while; the functions below walk it. */
export function minutesOf(zone: string, from: string, days: number): readonly ShownMinute[] {
  const begin = DateTime.fromISO(from, { zone: 'utc' }).toMillis();
  return Array.from({ length: days * 1440 }, (_, i) => {
    const at = begin + i * MINUTE;
    const shown = DateTime.fromMillis(at, { zone });
    return { at, date: shown.toISODate()!, time: shown.toFormat('HH:mm'), weekday: shown.weekday };
  });
}

/** Which of the minutes are working time: the time that is shown lies within the hours of the date that is shown. */
export function watch(minutes: readonly ShownMinute[], calendar: PlainCalendar): Watched {
  const isWorking = ({ date, time, weekday }: ShownMinute): boolean => {
    const isHoliday = calendar.holidays.includes(date);
    const hours = calendar.exceptions[date] ?? (isHoliday ? [] : (calendar.week[weekday] ?? []));
    return hours.some(([open, close]) => open <= time && time < close);
  };
  return { minutes, worked: minutes.filter(isWorking) };
}

/** The part of a minute that lies behind an instant, in ms. */
const partAfter = (minute: ShownMinute, t: number): number => Math.min(MINUTE, Math.max(0, minute.at + MINUTE - t));

/** The first instant by which that much working time has passed; undefined if the minutes do not reach so far. */
export function addWorkingSlowly({ worked }: Watched, start: number, workingMs: number): number | undefined {
  if (workingMs === 0) return start;
  let left = workingMs;
  for (const minute of worked) {
    const part = partAfter(minute, start);
    if (part === 0) continue;
    if (left <= part) return Math.max(minute.at, start) + left;
    left -= part;
  }
  return undefined;
}

export function workingBetweenSlowly({ worked }: Watched, from: number, to: number): number {
  return worked.reduce((sum, minute) => sum + partAfter(minute, from) - partAfter(minute, to), 0);
}

export function nextWorkingSlowly({ worked }: Watched, t: number): number | undefined {
  const minute = worked.find((each) => partAfter(each, t) > 0);
  return minute && Math.max(minute.at, t);
}

/** The n-th next date with working time after the date of the start, which counts as at the next opening. */
function nthWorkingDate(watched: Watched, start: number, n: number): { counted: number; date: string } | undefined {
  const counted = nextWorkingSlowly(watched, start);
  if (counted === undefined) return undefined;
  const startDate = watched.minutes.find((minute) => partAfter(minute, counted) > 0)!.date;
  const dates = [...new Set(watched.worked.map(({ date }) => date))].filter((date) => date >= startDate).sort();
  const date = dates[n];
  // The window may cut its last date short.
  return date === undefined || date >= watched.minutes.at(-1)!.date ? undefined : { counted, date };
}

/** The end of the last working minute of that date. */
export function endOfBusinessDaySlowly(watched: Watched, start: number, n: number): number | undefined {
  const found = nthWorkingDate(watched, start, n);
  return found && watched.worked.findLast((minute) => minute.date === found.date)!.at + MINUTE;
}

/** The instant on that date at which the clock shows the time of the start. */
export function sameTimeSlowly(watched: Watched, start: number, n: number): number | undefined {
  const found = nthWorkingDate(watched, start, n);
  if (found === undefined || n === 0) return found?.counted;
  const { minutes } = watched;
  const { time } = minutes.find((minute) => partAfter(minute, found.counted) > 0)!;
  const seconds = found.counted % MINUTE;
  // Shown twice: the second time, since a deadline is the last instant that keeps its promise.
  const shown = minutes.findLast((minute) => minute.date === found.date && minute.time === time);
  if (shown !== undefined) return shown.at + seconds;
  // Never shown: as far behind the gap as the time lies behind the gap's beginning.
  const reading = (minute: ShownMinute | undefined): string => `${minute?.date}T${minute?.time}`;
  const wanted = `${found.date}T${time}`;
  const before = minutes.find((minute, i) => reading(minute) < wanted && reading(minutes[i + 1]) > wanted)!;
  return before.at + (Date.parse(`${wanted}Z`) - Date.parse(`${reading(before)}Z`)) + seconds;
}

/** The first and the last instant of a date, by looking at every minute; undefined at the window's edges. */
export function boundsOfDateSlowly(
  minutes: readonly ShownMinute[],
  date: string,
): { first: number; last: number } | undefined {
  if (date <= minutes[0]!.date || date >= minutes.at(-1)!.date) return undefined;
  const first = minutes.find((minute) => minute.date >= date)!;
  const last = minutes.findLast((minute) => minute.date <= date)!;
  return { first: first.at, last: last.at + MINUTE - 1 };
}
