import type { BusinessDayReading } from '../policy/compiled.ts';
import type { CalendarIndex } from './calendar-index.ts';
import { calendarEnds } from './errors.ts';
import { addWorking, nextWorking } from './working-time.ts';
import { DAY_MS, instantOfReading, localReading, MINUTE_MS } from './zone.ts';

/**
 * The deadline of "n business days" (ms UTC) in one of the three readings that sources leave open:
 *
 * - `same-time`: the same local time on the n-th next working day, whatever that day's hours are.
 * - `hours`: n times the hours of a usual day (`dayMinutes`) of working time, so that a start on a short day does not
 *   shorten the promise.
 * - `end-of-day`: the last close of the n-th next working day; with n = 0, of the day of the start.
 *
 * A start outside working time counts as one at the next opening: at 18:00 sharp the day is over, on a holiday the next
 * working day begins. A working day is a local day of the calendar's zone with any working time at all. A local time that
 * is skipped or repeated on that day is taken as `instantOfReading` says. Throws CALENDAR_ENDS beyond what was compiled.
 */
export function businessDays(index: CalendarIndex, start: number, n: number, reading: BusinessDayReading): number {
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`Business days are counted whole, but n is ${n}.`);
  if (reading === 'hours') return addWorking(index, start, n * index.calendar.dayMinutes * MINUTE_MS);
  const counted = nextWorking(index, start);
  const shown = localReading(index.zone, counted);
  const day = Math.floor(shown / DAY_MS);
  const place = placeOfDay(index.days, day) + n;
  if (place >= index.days.length) {
    const { name, from, until } = index.calendar;
    throw calendarEnds(name, from, until, start, `adding ${n} business days`);
  }
  if (reading === 'end-of-day') return index.dayCloses[place]!;
  if (n === 0) return counted;
  return instantOfReading(index.zone, index.days[place]! * DAY_MS + (shown - day * DAY_MS));
}

/** Where a day stands among the working days; it is one of them. */
function placeOfDay(days: Int32Array, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (days[middle]! >= day) high = middle;
    else low = middle + 1;
  }
  return low;
}
