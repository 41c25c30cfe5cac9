import type { CompiledZone } from '../policy/compiled.ts';

/**
 * Local days of a compiled zone, by integers only. A local day is the number of whole days since 1970-01-01 that the
 * zone's wall clock shows. Days are not always 24 h, and a clock that is set back just after midnight shows the evening of
 * the day before once more; each function says what it means by a day then. Before the first and after the last pair
 * that was compiled, the nearest known offset goes on.
 */
export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

/** No zone was ever further from UTC than this, so a local reading bounds its instant. */
const FARTHEST_OFFSET_MS = 16 * 3_600_000;

/** The place in `offsets` of the pair that holds at t (ms UTC). */
function pairAt(offsets: readonly number[], t: number): number {
  let low = 0;
  let high = (offsets.length >> 1) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle << 1]! <= t) low = middle;
    else high = middle - 1;
  }
  return low << 1;
}

/** Minutes east of UTC at t (ms UTC). */
export function offsetAt(zone: CompiledZone, t: number): number {
  return zone.offsets[pairAt(zone.offsets, t) + 1]!;
}

/** What the wall clock shows at t (ms UTC), as ms since 1970-01-01T00:00 local. */
export function localReading(zone: CompiledZone, t: number): number {
  return t + offsetAt(zone, t) * MINUTE_MS;
}

/** The local day number of t (ms UTC). */
export function zoneDay(zone: CompiledZone, t: number): number {
  return Math.floor(localReading(zone, t) / DAY_MS);
}

/**
 * The first instant (ms UTC) at which the wall clock shows that day or a later one: midnight, or the end of the gap where
 * midnight is skipped, or the first instant after a day that the zone skipped whole (Samoa, 30 December 2011).
 */
export function startOfDay(zone: CompiledZone, day: number): number {
  const { offsets } = zone;
  const reading = day * DAY_MS;
  for (let pair = pairAt(offsets, reading - FARTHEST_OFFSET_MS); ; pair += 2) {
    const ends = pair + 2 < offsets.length ? offsets[pair + 2]! : Number.POSITIVE_INFINITY;
    const shown = reading - offsets[pair + 1]! * MINUTE_MS;
    if (shown < ends) return pair === 0 ? shown : Math.max(shown, offsets[pair]!);
  }
}

/**
 * The last instant (ms UTC, so 23:59:59.999) at which the wall clock shows that day or an earlier one: the deadline of a
 * promise that names only a day. Where the clock is set back over midnight, the repeated evening still belongs to the day.
 */
export function endOfLocalDay(zone: CompiledZone, day: number): number {
  const { offsets } = zone;
  const reading = (day + 1) * DAY_MS;
  for (let pair = pairAt(offsets, reading + FARTHEST_OFFSET_MS); ; pair -= 2) {
    const ends = pair + 2 < offsets.length ? offsets[pair + 2]! : Number.POSITIVE_INFINITY;
    const shown = reading - offsets[pair + 1]! * MINUTE_MS;
    if (pair === 0 || shown > offsets[pair]!) return Math.min(shown, ends) - 1;
  }
}

/**
 * The instant (ms UTC) at which the wall clock shows a reading (ms since 1970-01-01T00:00 local). A reading that occurs
 * twice means the second time, since a deadline is the last instant that keeps its promise. One that is skipped moves on
 * by what was skipped: 02:30 in a gap from 02:00 to 03:00 is 03:30.
 */
export function instantOfReading(zone: CompiledZone, reading: number): number {
  const { offsets } = zone;
  for (let pair = pairAt(offsets, reading + FARTHEST_OFFSET_MS); ; pair -= 2) {
    const shown = reading - offsets[pair + 1]! * MINUTE_MS;
    // The last pair that begins before the reading is reached: either it holds the instant, or the reading falls into
    // the gap at its end and the offset before the gap carries it over.
    if (pair === 0 || shown >= offsets[pair]!) return shown;
  }
}
