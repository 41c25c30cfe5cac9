import type { CompiledCalendar, CompiledPack } from '../compiled.ts';
import type { Find } from './finding.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const LONGEST_GAP_DAYS = 31;
/** How long before its end a calendar is worth a word. */
const WARN_DAYS = 90;

/** Calendars that stand still for a long time, or that end soon. */
export function lintCalendars(pack: CompiledPack, now: number, find: Find): void {
  for (const [name, calendar] of Object.entries(pack.calendars)) {
    const path = ['calendars', name];
    for (const [from, to] of gapsOf(calendar, pack.effective)) {
      find(
        'warning',
        'calendar-gap',
        path,
        `The calendar "${name}" has no working time from ${dayOf(from)} to ${dayOf(to)}.`,
        'hours for those days under `exceptions`, unless nobody works then',
      );
    }
    if (!endsSoon(calendar, now)) continue;
    find(
      'warning',
      'calendar-ends',
      path,
      `The calendar "${name}" has no working time after ${dayOf(lastWorking(calendar))}: clocks that reach further cannot run out.`,
      'hours for a weekday, or the pack again with any change, which compiles it six years ahead',
    );
  }
}

/** Whether what was compiled of a calendar ends within 90 days (ms UTC). Also asked of packs that were published long ago. */
export const endsSoon = (calendar: CompiledCalendar, now: number): boolean =>
  lastWorking(calendar) < now + WARN_DAYS * DAY_MS;

/** The last working instant that is known, ms UTC. */
function lastWorking({ spans, from, until }: CompiledCalendar): number {
  return Math.min(until, (spans.at(-1) ?? from / MINUTE_MS) * MINUTE_MS);
}

/** Stretches without working time that are too long to be a holiday, from when the pack rules; ms UTC. */
function* gapsOf({ spans, from, until }: CompiledCalendar, effective: number): Generator<readonly [number, number]> {
  let closed = Math.max(from, effective);
  for (let i = 0; i < spans.length; i += 2) {
    const open = spans[i]! * MINUTE_MS;
    if (open - closed > LONGEST_GAP_DAYS * DAY_MS) yield [closed, open];
    closed = Math.max(closed, spans[i + 1]! * MINUTE_MS);
  }
  if (until - closed > LONGEST_GAP_DAYS * DAY_MS) yield [closed, until];
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
