import { endOfBusinessDaySlowly, minutesOf, sameTimeSlowly, type Watched, watch } from '../calendar.ts';
import type { PaperCalendar } from './paper.ts';

/** Counted time by walking spans: what is worked, less what is left out, one piece after the other. */

/** [from, to), ms UTC. `to` is Infinity while it lasts. */
export type Piece = readonly [from: number, to: number];

const FOREVER: readonly Piece[] = [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]];

interface Known {
  readonly watched: Watched;
  readonly pieces: readonly Piece[];
  readonly days: Map<string, number>;
}

/** Looking at every minute of some weeks takes a while, so a calendar is looked at once. */
const known = new WeakMap<PaperCalendar, Known>();

function look(calendar: PaperCalendar): Known {
  const found = known.get(calendar);
  if (found !== undefined) return found;
  const watched = watch(minutesOf(calendar.zone, calendar.from, calendar.days), calendar);
  const pieces: [number, number][] = [];
  for (const { at } of watched.worked) {
    const last = pieces.at(-1);
    if (last?.[1] === at) last[1] = at + 60_000;
    else pieces.push([at, at + 60_000]);
  }
  const made = { watched, pieces, days: new Map<string, number>() };
  known.set(calendar, made);
  return made;
}

const worked = (calendar: PaperCalendar | undefined): readonly Piece[] =>
  calendar === undefined ? FOREVER : look(calendar).pieces;

export const isWorked = (calendar: PaperCalendar, t: number): boolean =>
  worked(calendar).some(([from, to]) => from <= t && t < to);

/** The pieces of `whole` that lie outside of all of `out`. */
function without(whole: readonly Piece[], out: readonly Piece[]): Piece[] {
  let left = [...whole];
  for (const [from, to] of out) {
    left = left.flatMap(([a, b]): Piece[] => {
      const parts: Piece[] = [
        [a, Math.min(b, from)],
        [Math.max(a, to), b],
      ];
      return parts.filter(([x, y]) => x < y);
    });
  }
  return left;
}

/**
 * The first instant at which `ms` have been counted since `from`, the pieces `out` left out; null if that never comes,
 * because a pause lasts.
 */
export function countOn(
  from: number,
  ms: number,
  calendar: PaperCalendar | undefined,
  out: readonly Piece[],
): number | null {
  if (ms === 0) return from;
  let left = ms;
  for (const [a, b] of without(worked(calendar), out)) {
    const begin = Math.max(a, from);
    if (begin >= b) continue;
    if (left <= b - begin) return begin + left;
    left -= b - begin;
  }
  if (out.some(([, to]) => to === Number.POSITIVE_INFINITY)) return null;
  throw new Error('the oracle looks at too few days of this calendar');
}

/** How much is counted in [from, to). */
export function countBetween(from: number, to: number, calendar: PaperCalendar | undefined): number {
  let sum = 0;
  for (const [a, b] of worked(calendar)) sum += Math.max(0, Math.min(b, to) - Math.max(a, from));
  return sum;
}

/** Where n business days end if nothing pauses: at the same time, or at the end of the day. */
export function businessDays(
  start: number,
  days: number,
  reading: 'same-time' | 'end-of-day',
  calendar: PaperCalendar,
): number {
  const { watched, days: answers } = look(calendar);
  const key = `${start} ${days} ${reading}`;
  const answer =
    answers.get(key) ??
    (reading === 'same-time' ? sameTimeSlowly(watched, start, days) : endOfBusinessDaySlowly(watched, start, days));
  if (answer === undefined) throw new Error('the oracle looks at too few days of this calendar');
  answers.set(key, answer);
  return answer;
}

/** The working time of a usual day, as most weekdays that have any state it; the longer of equals. */
export function usualDay(calendar: PaperCalendar): number {
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const lengths = Object.values(calendar.week)
    .map((hours) => hours.reduce((sum, [open, close]) => sum + minutes(close) - minutes(open), 0))
    .filter((length) => length > 0);
  const often = (length: number): number => lengths.filter((each) => each === length).length;
  lengths.sort((a, b) => often(b) - often(a) || b - a);
  return lengths[0]! * 60_000;
}
