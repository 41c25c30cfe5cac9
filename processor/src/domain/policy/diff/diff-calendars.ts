import type { CompiledCalendar, CompiledPack } from '../compiled.ts';
import { compareNamed, type PackChange } from './pack-change.ts';

const DAY_MINUTES = 1440;
/** How many days are named at most. */
const MOST_NAMED = 3;

/** What has changed in working time. */
export function* diffCalendars(before: CompiledPack, after: CompiledPack): Generator<PackChange> {
  const [old, young] = [Object.values(before.calendars), Object.values(after.calendars)];
  for (const calendar of compareNamed(old, young, ({ name }) => name)) {
    const told = { what: 'calendar', name: calendar.name, binds: [] } as const;
    if (calendar.before === undefined) yield { ...told, change: 'added', sentence: `New calendar ${calendar.name}` };
    else if (calendar.after === undefined) {
      yield { ...told, change: 'removed', sentence: `The calendar ${calendar.name} is gone` };
    } else {
      const sentence = changeOf(calendar.before, calendar.after);
      if (sentence !== undefined) yield { ...told, change: 'changed', sentence };
    }
  }
}

/** Two calendars that were compiled on different days reach differently far; only what both cover is compared. */
function changeOf(before: CompiledCalendar, after: CompiledCalendar): string | undefined {
  if (before.zone !== after.zone) return `The calendar ${after.name} is in ${after.zone} instead of ${before.zone}`;
  const days = differingDays(before, after);
  if (days.length === 0) {
    if (before.dayMinutes === after.dayMinutes) return undefined;
    return `On the calendar ${after.name} a usual day has ${after.dayMinutes / 60} h instead of ${before.dayMinutes / 60} h`;
  }
  const named = days.slice(0, MOST_NAMED).map((day) => new Date(day * DAY_MINUTES * 60_000).toISOString().slice(0, 10));
  const more = days.length > MOST_NAMED ? ` and ${days.length - MOST_NAMED} more days` : '';
  return `The calendar ${after.name} has other hours on ${named.join(', ')}${more}`;
}

/** UTC days on which one of them works and the other does not. */
function differingDays(before: CompiledCalendar, after: CompiledCalendar): number[] {
  const from = Math.max(before.from, after.from) / 60_000;
  const until = Math.min(before.until, after.until) / 60_000;
  const [old, young] = [edgesWithin(before, from, until), edgesWithin(after, from, until)];
  const days = new Set<number>();
  for (const edge of old) if (!young.has(edge)) days.add(Math.floor(edge / DAY_MINUTES));
  for (const edge of young) if (!old.has(edge)) days.add(Math.floor(edge / DAY_MINUTES));
  return [...days].sort((a, b) => a - b);
}

function edgesWithin({ spans }: CompiledCalendar, from: number, until: number): Set<number> {
  // The range cuts spans at its ends, and local days may reach over them: a day on either side says nothing.
  return new Set(spans.filter((edge) => edge > from + DAY_MINUTES && edge < until - DAY_MINUTES));
}
