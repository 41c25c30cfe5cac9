import type { CalendarIndex } from './calendar-index.ts';
import { DAY_MS } from './zone.ts';

/** A half-open span of time, ms UTC. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** The working time of [from, to), span by span. Beyond what was compiled nothing is known to be working time. */
export function* workingSpans(index: CalendarIndex, from: number, to: number): Generator<TimeSpan> {
  const { opens, closes, count } = index;
  for (let span = firstAfter(index, from); span < count && opens[span]! < to; span++) {
    yield { from: Math.max(from, opens[span]!), to: Math.min(to, closes[span]!) };
  }
}

/** The first span that closes after t; the sentinel when there is none. */
function firstAfter({ calendar, byDay, closes, count }: CalendarIndex, t: number): number {
  if (t < calendar.from) return 0;
  let span = byDay[Math.floor((t - calendar.from) / DAY_MS)] ?? count;
  while (closes[span]! <= t) span++;
  return span;
}
