import { type CalendarIndex, SUM_SLICE_MS } from './calendar-index.ts';
import { calendarEnds } from './errors.ts';
import { DAY_MS } from './zone.ts';

/**
 * Adding and measuring working time on an indexed calendar (DESIGN, law 6). Instants are ms UTC, spans are half-open: the
 * instant of closing is no working time any more, the instant of opening is. All three throw CALENDAR_ENDS beyond what
 * was compiled. The index says where to begin, so that a search ends within a step or two: a binary search over 5,000
 * spans took 380 ns, since no processor foresees its turns, and this takes 50 to 67 (docs/adr/0008).
 */

/** The first span that closes after t: the one it lies in, or the next; the sentinel when there is none. */
function spanFrom(index: CalendarIndex, t: number, doing: string): number {
  const { from, until } = index.calendar;
  if (!(t >= from && t <= until)) throw ends(index, t, doing);
  const { closes } = index;
  let span = index.byDay[Math.floor((t - from) / DAY_MS)]!;
  while (closes[span]! <= t) span++;
  return span;
}

/** Working ms from the calendar's beginning to t, which lies in the span or before it and behind the one before. */
function workedUntil(index: CalendarIndex, span: number, t: number): number {
  if (span === index.count) return span === 0 ? 0 : index.sums[span - 1]!;
  return Math.max(t, index.opens[span]!) + index.shifts[span]!;
}

function ends(index: CalendarIndex, t: number, doing: string): Error {
  const { name, from, until } = index.calendar;
  return calendarEnds(name, from, until, t, doing);
}

/**
 * The deadline after that much working time: the first instant at which it has passed. One that falls on a closing time
 * stays there and does not jump to the next opening. A start outside working time counts from the next opening; no
 * working time at all answers the start itself, wherever it lies.
 */
export function addWorking(index: CalendarIndex, start: number, workingMs: number): number {
  if (!(workingMs >= 0)) throw new RangeError(`Working time to add must not be negative, but is ${workingMs}.`);
  const first = spanFrom(index, start, 'adding working time');
  if (workingMs === 0) return start;
  const { sums } = index;
  const goal = workedUntil(index, first, start) + workingMs;
  let span = index.bySum[Math.floor(goal / SUM_SLICE_MS)] ?? index.count;
  while (sums[span]! < goal) span++;
  if (span === index.count) throw ends(index, start, `adding ${workingMs} ms of working time`);
  return goal - index.shifts[span]!;
}

/** The working time that passed between two instants, in ms; negative when `to` is the earlier one. */
export function workingBetween(index: CalendarIndex, from: number, to: number): number {
  const doing = 'measuring working time';
  const first = spanFrom(index, from, doing);
  const last = spanFrom(index, to, doing);
  return workedUntil(index, last, to) - workedUntil(index, first, from);
}

/** The instant itself if it is working time, else the next opening. */
export function nextWorking(index: CalendarIndex, t: number): number {
  const span = spanFrom(index, t, 'looking for working time');
  if (span === index.count) throw ends(index, t, 'looking for working time');
  return Math.max(t, index.opens[span]!);
}
