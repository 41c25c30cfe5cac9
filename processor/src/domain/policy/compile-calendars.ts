import { compileCalendar } from '../calendar/compile.ts';
import { compileZone } from '../calendar/compile-zone.ts';
import { CalendarError } from '../calendar/errors.ts';
import { compiledRange } from '../calendar/range.ts';
import type { CompiledCalendar } from './compiled.ts';
import type { Path, Report } from './problem.ts';
import { readCalendar } from './read/read-calendar.ts';
import type { CalendarEntry } from './schema/calendar-entry.ts';

/**
 * Compiles the calendars of a pack or of a hooks file by their names. Those that cannot be read are reported and left out.
 * @param now the instant of publishing, ms UTC.
 */
export function compileCalendars(
  entries: Readonly<Record<string, CalendarEntry>>,
  now: number,
  report: Report,
): Record<string, CompiledCalendar> {
  const calendars: Record<string, CompiledCalendar> = {};
  for (const [name, entry] of Object.entries(entries)) {
    const path = ['calendars', name];
    let isReadable = attempt([...path, 'zone'], report, () => compileZone(entry.zone, compiledRange(now)));
    const read = readCalendar(name, entry, path, (...problem) => {
      isReadable = false;
      report(...problem);
    });
    // What could not be read may be all of its hours; saying that it has none would only confuse.
    if (!isReadable) continue;
    attempt([...path, 'hours'], report, () => {
      calendars[name] = compileCalendar(read, now);
    });
  }
  return calendars;
}

/** Calendars and zones refuse by throwing, since they are also built without a pack. Answers whether it worked. */
export function attempt(path: Path, report: Report, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    report(path, error.message, error.instead);
    return false;
  }
}
