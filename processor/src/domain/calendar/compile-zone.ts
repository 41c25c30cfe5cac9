import { IANAZone } from 'luxon';
import type { CompiledZone } from '../policy/compiled.ts';
import { CalendarError } from './errors.ts';
import type { CompiledRange } from './range.ts';
import { DAY_MS, MINUTE_MS } from './zone.ts';

const YEAR_MS = 366 * DAY_MS;

/** Reading a zone takes 70 ms and packs share zones. The answer is a function of the name and the range alone. */
const compiled = new Map<string, CompiledZone>();

/**
 * Reads a zone's offsets out of the zone database of this machine, once, when a pack is published. Transitions are exact
 * to the minute; they are looked for a day at a time, and no zone has changed twice within a day since 2010.
 * @throws CalendarError `UNKNOWN_ZONE`
 */
export function compileZone(name: string, range: CompiledRange): CompiledZone {
  if (!IANAZone.isValidZone(name)) {
    throw new CalendarError(
      'UNKNOWN_ZONE',
      name,
      `"${name}" is no time zone.`,
      'an IANA name such as `Europe/Prague` or `UTC`',
    );
  }
  const key = `${name} ${range.from} ${range.until}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const zone = IANAZone.create(name);
  let offset = zone.offset(range.from);
  const offsets = [0, offset];
  for (let day = range.from; day < range.until; day += DAY_MS) {
    const next = zone.offset(day + DAY_MS);
    if (next === offset) continue;
    let before = day / MINUTE_MS;
    let after = (day + DAY_MS) / MINUTE_MS;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (zone.offset(middle * MINUTE_MS) === offset) before = middle;
      else after = middle;
    }
    offsets.push(after * MINUTE_MS, next);
    offset = next;
  }
  // A zone that has not changed for two years is taken to stay as it is: it ends nowhere.
  const isShifting = offsets.length > 2 && offsets.at(-2)! > range.until - 2 * YEAR_MS;
  const answer = { name, offsets, ...(isShifting && { until: range.until }) };
  compiled.set(key, answer);
  return answer;
}
