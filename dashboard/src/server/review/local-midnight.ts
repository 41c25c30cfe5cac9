const DAY_MS = 86_400_000;

/**
 * The first instant of a local day, ms UTC. Where clocks are set forward at midnight, a day begins at one; where they are set
 * back over midnight, it begins the first time.
 * @param day days since 1970-01-01.
 * @param zone an IANA name that the machine knows.
 */
export function localMidnight(day: number, zone: string): number {
  const wanted = day * DAY_MS;
  const readingOf = clockIn(zone);
  const offsetAt = (instant: number): number => readingOf(instant) - instant;
  // Offsets are less than a day, so that these two are those before and behind whatever change there is around midnight.
  const [before, behind] = [wanted - offsetAt(wanted - DAY_MS), wanted - offsetAt(wanted + DAY_MS)];
  const candidates = [Math.min(before, behind), Math.max(before, behind)];
  // Of a midnight that does not exist, the offset before the change names the instant of the change itself.
  return candidates.find((instant) => readingOf(instant) === wanted) ?? before;
}

/** What clocks on the wall show at an instant, as if it were UTC. */
function clockIn(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  return (instant) => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    return Date.parse(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}Z`);
  };
}

/** The local day in which an instant lies, as a date. @param at ms UTC. */
export const localDate = (at: number, zone: string): string => new Date(clockIn(zone)(at)).toISOString().slice(0, 10);
