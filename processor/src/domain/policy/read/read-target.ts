import type { BusinessDayReading, Target } from '../compiled.ts';
import { nearest } from '../nearest.ts';
import type { Path, Report } from '../problem.ts';
import type { PromiseEntry } from '../schema/promise-entry.ts';
import { parseDuration } from './duration.ts';

/** What targets of a promise are counted on, unless they say it themselves. */
export interface Counting {
  /** A calendar, or undefined for round the clock. */
  readonly hours: string | undefined;
  readonly days: string | undefined;
  readonly aDay: BusinessDayReading | undefined;
  /** The names of the pack's calendars. */
  readonly calendars: readonly string[];
}

export const ROUND_THE_CLOCK = 'round the clock';
const READINGS: Readonly<Record<string, BusinessDayReading>> = {
  'same time': 'same-time',
  hours: 'hours',
  'end of day': 'end-of-day',
};

const BUSINESS_DAYS = /^(\d+) business days?(?: \(([a-z ]+)\))?(?: on ([a-z0-9-]+))?$/;
const DURATION = /^(.+?)(?: (round the clock)| on ([a-z0-9-]+))?$/;
const UNTIL = /^until ([A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*)$/;
const FORMS = '`6 hours`, `1 business day`, `until promise.deliverBy`, `TBD` or `"-"`';

export function readCounting(
  entry: PromiseEntry['counting'],
  calendars: readonly string[],
  path: Path,
  report: Report,
): Counting {
  const hours = entry?.hours === ROUND_THE_CLOCK ? undefined : entry?.hours;
  if (hours !== undefined) knowsCalendar(hours, calendars, [...path, 'hours'], report, ', or `round the clock`');
  if (entry?.days !== undefined) knowsCalendar(entry.days, calendars, [...path, 'days'], report);
  const aDay = entry?.['a-day'];
  return { hours, days: entry?.days, aDay: aDay === undefined ? undefined : READINGS[aDay], calendars };
}

/**
 * Reads a target as a manager writes it: `6 hours`, `90 minutes round the clock`, `4 hours on operations`, `1 business day`,
 * `2 business days (end of day) on shop`, `until promise.deliverBy`, `TBD`, `-`.
 */
export function readTarget(text: string, counting: Counting, path: Path, report: Report): Target {
  if (text === '-' || text === 'none') return { kind: 'none' };
  if (text === 'TBD') return { kind: 'not-set' };
  const until = UNTIL.exec(text);
  if (until !== null) return { kind: 'until', field: until[1]! };
  const days = BUSINESS_DAYS.exec(text);
  if (days !== null) return readBusinessDays(days, counting, path, report);
  const [, amount = '', roundTheClock, named] = DURATION.exec(text) ?? [];
  const ms = parseDuration(amount);
  if (ms === undefined) {
    const days = /^(\d+) days?\b/.exec(text);
    if (days)
      report(
        path,
        `"${text}" does not say which days.`,
        `\`${Number(days[1]) * 24} hours\`, or \`${days[1]} business day${days[1] === '1' ? '' : 's'}\``,
      );
    else report(path, `"${text}" is no target.`, FORMS);
    return { kind: 'not-set' };
  }
  const calendar = roundTheClock === undefined ? (named ?? counting.hours) : undefined;
  if (named !== undefined) knowsCalendar(named, counting.calendars, path, report);
  return calendar === undefined ? { kind: 'elapsed', ms } : { kind: 'working', calendar, ms };
}

function readBusinessDays(found: RegExpExecArray, counting: Counting, path: Path, report: Report): Target {
  const days = Number(found[1]);
  const reading = found[2] === undefined ? counting.aDay : READINGS[found[2]];
  const calendar = found[3] ?? counting.days;
  if (reading === undefined) {
    report(
      path,
      found[2] === undefined
        ? 'It is not said what a business day means.'
        : `"${found[2]}" is no reading of a business day.`,
      '`(same time)`, `(hours)` or `(end of day)` behind it, or `counting: { a-day: same time }` in the promise',
    );
  }
  if (days === 0 && reading !== 'end-of-day') {
    report(
      path,
      'No business days at all is due at once.',
      '`0 business days (end of day)` for the close of the same day',
    );
  }
  if (calendar === undefined) {
    report(
      path,
      'It is not said on which calendar business days count.',
      '`counting: { days: <calendar> }` in the promise',
    );
  } else if (found[3] !== undefined) {
    knowsCalendar(calendar, counting.calendars, path, report);
  }
  return { kind: 'business-days', calendar: calendar ?? '', days, reading: reading ?? 'same-time' };
}

/**
 * @param or what could stand there otherwise.
 * @param before what stands before the name where it is written.
 */
export function knowsCalendar(
  name: string,
  known: readonly string[],
  path: Path,
  report: Report,
  or = '',
  before = '',
): void {
  if (known.includes(name)) return;
  const meant = nearest(name, known) ?? known[0];
  report(
    path,
    `This pack has no calendar "${name}".`,
    meant === undefined ? `a calendar of that name under \`calendars\`${or}` : `\`${before}${meant}\`${or}`,
  );
}
