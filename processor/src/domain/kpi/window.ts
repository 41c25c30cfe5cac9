import { startOfDay, zoneDay } from '../calendar/zone.ts';
import type { CompiledZone, WindowSpan } from '../policy/compiled.ts';
import { dateOfDay, dayInMonth, firstOfMonth } from './calendar-day.ts';

/**
 * Windows over day buckets (docs/kpis.md, Windows). The fold that signals limits and the readers that draw tiles call the
 * same functions, so a wall can never show another verdict than the one that rang (law 5). All integers.
 */

/** Local days, both included. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** The sum of one cohort day. Several with the same bucket (carriers, channels) add up. */
export interface DayCount {
  readonly bucket: number;
  readonly num: number;
  readonly den: number;
}

export interface Counts {
  readonly num: number;
  readonly den: number;
}

/**
 * The as-of day of an instant (ms UTC): the latest local day that has begun. Where a clock is set back over midnight the
 * new day does not end again, so as-of days never step back.
 */
export function asOfDay(zone: CompiledZone, instant: number): number {
  const shown = zoneDay(zone, instant);
  return startOfDay(zone, shown + 1) <= instant ? shown + 1 : shown;
}

/** The days of a window as of a day: 7 days without lag are the day itself and the six before it. */
export function windowRange(span: WindowSpan, asOf: number): DayRange {
  const to = asOf - span.lag;
  switch (span.kind) {
    case 'days':
      return { from: to - span.days + 1, to };
    case 'months': {
      const { year, month, day } = dateOfDay(to);
      return { from: dayInMonth(year, month - span.months, day) + (span.inclusive ? 0 : 1), to };
    }
    case 'week': {
      const monday = to - mod(to + THURSDAY, 7);
      const first = span.first === 'monday' ? monday : to - mod(to + THURSDAY + 1, 7);
      const from = first - 7 * span.back;
      return { from, to: span.back === 0 ? to : from + 6 };
    }
    case 'month': {
      const { year, month } = dateOfDay(to);
      const from = firstOfMonth(year, month - span.back);
      return { from, to: span.back === 0 ? to : firstOfMonth(year, month - span.back + 1) - 1 };
    }
  }
}

/** The window of the same kind that lies one length earlier: what a number is compared with. */
export function windowBefore(span: WindowSpan, asOf: number): DayRange {
  switch (span.kind) {
    case 'days':
      return windowRange({ ...span, lag: span.lag + span.days }, asOf);
    case 'months': {
      // Back to back: two months in a row share no day.
      const { from } = windowRange({ ...span, inclusive: false }, asOf);
      const to = from - 1;
      const before = windowRange({ ...span, inclusive: false, lag: 0 }, to);
      return { from: before.from, to };
    }
    case 'week': {
      const { from, to } = windowRange(span, asOf);
      return { from: from - 7, to: to - 7 };
    }
    case 'month': {
      const { from, to } = windowRange(span, asOf);
      const { year, month } = dateOfDay(from);
      if (span.back > 0) return { from: firstOfMonth(year, month - 1), to: from - 1 };
      // The running month is compared with as much of the month before.
      return { from: firstOfMonth(year, month - 1), to: dayInMonth(year, month - 1, dateOfDay(to).day) };
    }
  }
}

/** Day 0 was a Thursday: three days after a Monday. */
const THURSDAY = 3;

const mod = (n: number, by: number): number => ((n % by) + by) % by;

/** Sums the days that lie in the range; buckets that are still to come (kept before they fell due) wait for their day. */
export function sumDays(counts: Iterable<DayCount>, range: DayRange): Counts {
  let num = 0;
  let den = 0;
  for (const count of counts) {
    if (count.bucket < range.from || count.bucket > range.to) continue;
    num += count.num;
    den += count.den;
  }
  return { num, den };
}

/** The day on which a window becomes final, if it never rolls on: the first one as of which it is (docs/kpis.md). */
export const finalFrom = ({ to }: DayRange, settles: number): number => to + settles + 1;

export const isFinal = (range: DayRange, settles: number, asOf: number): boolean => asOf >= finalFrom(range, settles);
