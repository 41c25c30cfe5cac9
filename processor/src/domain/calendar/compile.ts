import type { CompiledCalendar } from '../policy/compiled.ts';
import { compileZone } from './compile-zone.ts';
import { CalendarError } from './errors.ts';
import type { Hours } from './hours.ts';
import { compiledRange } from './range.ts';
import { DAY_MS, MINUTE_MS } from './zone.ts';

/** Working time as people state it. Days are local days of the zone, counted from 1970-01-01. */
export interface CalendarSource {
  readonly name: string;
  /** An IANA name. */
  readonly zone: string;
  /** The hours of Monday to Sunday; spans in order, none over another. */
  readonly week: readonly [
    readonly Hours[],
    readonly Hours[],
    readonly Hours[],
    readonly Hours[],
    readonly Hours[],
    readonly Hours[],
    readonly Hours[],
  ];
  /** Days without working time. */
  readonly holidays: ReadonlySet<number>;
  /** The same day of each year without working time, as `12-25`. */
  readonly yearly: ReadonlySet<string>;
  /** Days with their own hours, whatever their weekday: shorter ones, or a working Saturday. They win over holidays. */
  readonly exceptions: ReadonlyMap<number, readonly Hours[]>;
}

/**
 * Compiles working time to spans, from 2010 to six years ahead of `now` (ms UTC). An instant is working time exactly if
 * the zone's wall clock then shows a time within the hours of the date that it shows. So hours in a skipped hour do not
 * happen, and hours that a clock shows twice are worked twice.
 * @throws CalendarError `UNKNOWN_ZONE`, `NO_WORKING_TIME`
 */
export function compileCalendar(source: CalendarSource, now: number): CompiledCalendar {
  const range = compiledRange(now);
  const { offsets } = compileZone(source.zone, range);
  const spans: number[] = [];
  for (let pair = 0; pair < offsets.length; pair += 2) {
    const begin = Math.max(range.from, offsets[pair]!) / MINUTE_MS;
    const end = (offsets[pair + 2] ?? range.until) / MINUTE_MS;
    addSpans(spans, source, begin, end, offsets[pair + 1]!);
  }
  const last = spans.at(-1);
  if (last === undefined || last * MINUTE_MS <= now) {
    throw new CalendarError(
      'NO_WORKING_TIME',
      source.name,
      `The calendar "${source.name}" has no working time after ${new Date(now).toISOString()}: no clock on it could run out.`,
      'hours for a weekday, such as `monday: 09:00-18:00`',
    );
  }
  return { name: source.name, zone: source.zone, offsets, spans, dayMinutes: usualDay(source), ...range };
}

/** Adds the working spans of [begin, end), in UTC minutes, throughout which the zone keeps one offset. */
function addSpans(spans: number[], source: CalendarSource, begin: number, end: number, offset: number): void {
  const dayMinutes = DAY_MS / MINUTE_MS;
  const lastDay = Math.floor((end + offset - 1) / dayMinutes);
  for (let day = Math.floor((begin + offset) / dayMinutes); day <= lastDay; day++) {
    for (const [open, close] of hoursOf(source, day)) {
      const from = Math.max(begin, day * dayMinutes + open - offset);
      const to = Math.min(end, day * dayMinutes + close - offset);
      if (from >= to) continue;
      if (spans.at(-1) === from) spans[spans.length - 1] = to;
      else spans.push(from, to);
    }
  }
}

/** 1970-01-01 was a Thursday. */
const weekdayFromMonday = (day: number): number => (day + 3) % 7;

function hoursOf(source: CalendarSource, day: number): readonly Hours[] {
  const exception = source.exceptions.get(day);
  if (exception !== undefined) return exception;
  if (source.holidays.has(day)) return [];
  if (source.yearly.size > 0 && source.yearly.has(new Date(day * DAY_MS).toISOString().slice(5, 10))) return [];
  return source.week[weekdayFromMonday(day)]!;
}

/** A calendar that works by exceptions only takes the longest of them. */
function usualDay({ week, exceptions }: CalendarSource): number {
  const lengths = (days: Iterable<readonly Hours[]>): number[] =>
    Array.from(days, (day) => day.reduce((sum, [open, close]) => sum + close - open, 0)).filter(
      (minutes) => minutes > 0,
    );
  const weekly = lengths(week);
  if (weekly.length === 0) return Math.max(...lengths(exceptions.values()));
  const times = (minutes: number): number => weekly.filter((other) => other === minutes).length;
  return weekly.reduce((best, each) => {
    const isUsual = times(each) > times(best) || (times(each) === times(best) && each > best);
    return isUsual ? each : best;
  });
}
