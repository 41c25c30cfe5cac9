import type { WalkedSpan } from '../../contract/index.ts';
import type { CalendarIndex } from '../../domain/calendar/calendar-index.ts';
import { workingSpans } from '../../domain/calendar/working-spans.ts';
import { zoneDay } from '../../domain/calendar/zone.ts';

/** From the start to the deadline: spans that count and spans that do not, without a gap. All counts round the clock. */
export function walkTo(calendar: CalendarIndex | undefined, start: number, due: number): WalkedSpan[] {
  if (due <= start) return [];
  if (calendar === undefined) return [{ from: start, to: due, isCounted: true }];
  const walk: WalkedSpan[] = [];
  let at = start;
  const off = (to: number): void => {
    if (to > at) walk.push({ from: at, to, isCounted: false });
  };
  for (const { from, to } of workingSpans(calendar, start, due)) {
    off(from);
    walk.push({ from, to, isCounted: true });
    at = to;
  }
  off(due);
  return walk;
}

/** The working days behind the one on which the count begins, up to that of the deadline: where each begins to work. */
export function workingDays(calendar: CalendarIndex, start: number, due: number): number[] {
  const days: number[] = [];
  let last: number | undefined;
  // A deadline at an opening lies on that day, though no working time lies before it.
  for (const { from } of workingSpans(calendar, start, due + 1)) {
    const day = zoneDay(calendar.zone, from);
    if (last !== undefined && day !== last) days.push(from);
    last = day;
  }
  return days;
}
