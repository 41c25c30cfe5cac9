import { DateTime, IANAZone } from 'luxon';

export const isZone = (zone: string): boolean => IANAZone.isValidZone(zone);

const QUARTER = 15 * 60_000;

/**
 * Turns local times of one zone into instants. Luxon reads the zone database, which costs some 25 us a time, so its
 * answers are kept for each quarter of an hour: no zone changes its offset within one.
 */
export function createLocalTime(zone: string): (localMs: number) => number {
  const offsets = new Map<number, number>();
  /** @param localMs the fields of the local time, read as if they were UTC. Answers the instant, ms UTC. */
  return (localMs) => {
    const quarter = Math.floor(localMs / QUARTER);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = offsetAt(quarter * QUARTER, zone);
      // A file walks through time, so that what is old is seldom asked for again.
      if (offsets.size > 100_000) offsets.clear();
      offsets.set(quarter, offset);
    }
    return localMs - offset;
  };
}

/**
 * The offset of a local time, in ms. One that exists twice is taken as its first; one that the zone skips is read with
 * the offset before the gap, which moves it forward by the gap.
 */
function offsetAt(localMs: number, zone: string): number {
  const probe = (instant: number): number => DateTime.fromMillis(instant, { zone }).offset * 60_000;
  const before = probe(localMs - 86_400_000);
  if (probe(localMs - before) === before) return before;
  const after = probe(localMs + 86_400_000);
  return probe(localMs - after) === after ? after : before;
}
