import type { CompiledCalendar, CompiledZone } from '../policy/compiled.ts';
import { DAY_MS, localReading, MINUTE_MS } from './zone.ts';

/**
 * A compiled calendar with what the hot path needs, made once. Everything is in ms as float64 and not in minutes as
 * integers: conversions were four fifths of the time. Each array of spans ends with a sentinel, so that searches stop.
 */
export interface CalendarIndex {
  readonly calendar: CompiledCalendar;
  readonly zone: CompiledZone;
  /** How many spans there are, the sentinel not counted. */
  readonly count: number;
  /** Where each span opens and closes, ms UTC; the sentinel at Infinity. */
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  /** Working time up to each span's close, that span included; the sentinel at Infinity. */
  readonly sums: Float64Array;
  /** Working time up to an instant within a span, less that instant: so `t + shifts[span]` is the time worked until t. */
  readonly shifts: Float64Array;
  /**
   * Where a search begins, so that it ends within a step or two: the first span that closes after each whole day since
   * `calendar.from`, and the first one whose sum reaches each whole SUM_SLICE_MS.
   */
  readonly byDay: Int32Array;
  readonly bySum: Int32Array;
  /** The local days that have working time, ascending; when each closes for the last time. */
  readonly days: Int32Array;
  readonly dayCloses: Float64Array;
}

/** Working time between two entries of `bySum`: about two working days. */
export const SUM_SLICE_MS = 16 * 3_600_000;

/** Works out once what the hot functions need; some milliseconds for a calendar of twenty years. */
export function indexCalendar(calendar: CompiledCalendar): CalendarIndex {
  const zone: CompiledZone = { name: calendar.zone, offsets: calendar.offsets };
  const count = calendar.spans.length >> 1;
  const opens = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
  const closes = opens.slice();
  const sums = opens.slice();
  const shifts = new Float64Array(count + 1);
  let sum = 0;
  for (let span = 0; span < count; span++) {
    const open = calendar.spans[2 * span]! * MINUTE_MS;
    const close = calendar.spans[2 * span + 1]! * MINUTE_MS;
    opens[span] = open;
    closes[span] = close;
    shifts[span] = sum - open;
    sum += close - open;
    sums[span] = sum;
  }
  const byDay = firstSpans(Math.floor((calendar.until - calendar.from) / DAY_MS), (day, span) => {
    return closes[span]! > calendar.from + day * DAY_MS;
  });
  const bySum = firstSpans(Math.floor(sum / SUM_SLICE_MS), (slice, span) => sums[span]! >= slice * SUM_SLICE_MS);
  return { calendar, zone, count, opens, closes, sums, shifts, byDay, bySum, ...workingDays(calendar.spans, zone) };
}

/** For each number from 0 to `last`, the first span that fits it; the sentinel fits all. */
function firstSpans(last: number, fits: (number: number, span: number) => boolean): Int32Array {
  const first = new Int32Array(last + 1);
  let span = 0;
  for (let number = 0; number <= last; number++) {
    while (!fits(number, span)) span++;
    first[number] = span;
  }
  return first;
}

/** A span may run over several days (round the clock is one span), so it is cut where the local day changes. */
function workingDays(spans: readonly number[], zone: CompiledZone): Pick<CalendarIndex, 'days' | 'dayCloses'> {
  const lastCloses = new Map<number, number>();
  for (let i = 0; i < spans.length; i += 2) {
    let at = spans[i]! * MINUTE_MS;
    const close = spans[i + 1]! * MINUTE_MS;
    while (at < close) {
      const reading = localReading(zone, at);
      const day = Math.floor(reading / DAY_MS);
      const cut = Math.min(close, at + (day + 1) * DAY_MS - reading, nextTransition(zone, at));
      lastCloses.set(day, Math.max(lastCloses.get(day) ?? cut, cut));
      at = cut;
    }
  }
  const inOrder = [...lastCloses].sort(([a], [b]) => a - b);
  return {
    days: Int32Array.from(inOrder, ([day]) => day),
    dayCloses: Float64Array.from(inOrder, ([, close]) => close),
  };
}

function nextTransition(zone: CompiledZone, t: number): number {
  for (let pair = 2; pair < zone.offsets.length; pair += 2) if (zone.offsets[pair]! > t) return zone.offsets[pair]!;
  return Number.POSITIVE_INFINITY;
}
