import { DateTime } from 'luxon';
import { DAY } from './marketplace.ts';

const known = new Map<string, number>();

/**
 * The last millisecond of a local day, ms UTC: `days` after the one on which `at` lies. Luxon is asked once for each day
 * of a zone.
 */
export function endOfLocalDay(at: number, days: number, zone: string): number {
  const key = `${zone}/${localDay(at, zone) + days}`;
  let end = known.get(key);
  if (end === undefined) {
    end = DateTime.fromMillis(at, { zone }).plus({ days }).endOf('day').toMillis();
    known.set(key, end);
  }
  return end;
}

const offsets = new Map<string, number>();

/** The offset of a zone at an instant, ms; exact to the hour in which it changes. */
export function offsetOf(at: number, zone: string): number {
  const key = `${zone}/${Math.floor(at / 3_600_000)}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = DateTime.fromMillis(at, { zone }).offset * 60_000;
    offsets.set(key, offset);
  }
  return offset;
}

/** Whole days since 1970-01-01 that the zone's clock shows. */
export const localDay = (at: number, zone: string): number => Math.floor((at + offsetOf(at, zone)) / DAY);
