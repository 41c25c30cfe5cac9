import type { CalendarIndex } from '../../calendar/calendar-index.ts';
import { isPaused, type JudgedClock, unpausedAim } from '../judge/judged-clock.ts';
import { countBetween } from '../judge/pauses.ts';

/** How a clock stands to its deadline, ms. */
export interface Balance {
  /** Counted time that was left when it ended, or is left at `until`; null without a deadline. */
  readonly remaining: number | null;
  /** How far its end, or `until`, lies behind the deadline by the clock on the wall. */
  readonly overdue: number;
}

/** The calendar whose working time a clock counts; undefined round the clock. */
export function calendarOf({ row: { target }, rule }: JudgedClock): CalendarIndex | undefined {
  return target.kind === 'working' || target.kind === 'business-days' ? rule.calendars.get(target.calendar) : undefined;
}

/**
 * What is left of the target's time is what counts between now and the deadline. While a pause lasts, time stands still where
 * it began, and the deadline is the one that held then.
 * @param until where a clock that runs is looked at, ms UTC.
 */
export function balanceOf(clock: JudgedClock, until: number): Balance {
  const paused = isPaused(clock) ? unpausedAim(clock) : undefined;
  const { due } = paused?.aim ?? clock.aim;
  if (due === null) return { remaining: null, overdue: 0 };
  const at = Math.max(clock.start, paused?.since ?? clock.stop ?? until);
  if (at > due) return { remaining: 0, overdue: at - due };
  return { remaining: countBetween(calendarOf(clock), at, due), overdue: 0 };
}
