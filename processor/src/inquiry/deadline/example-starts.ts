import type { CalendarIndex } from '../../domain/calendar/calendar-index.ts';
import { workingSpans } from '../../domain/calendar/working-spans.ts';
import { DAY_MS } from '../../domain/calendar/zone.ts';

const EXAMPLES = 5;
const HALF_AN_HOUR = 30 * 60_000;
/** Holidays make longer gaps than weekends, so two weeks show at least one of either kind. */
const AHEAD_MS = 14 * DAY_MS;

/**
 * Starts that are worth a look, all behind `after`: within working time, shortly before it ends, and outside it, for the next night
 * and for the longest gap of two weeks. Round the clock one day is as good as another.
 */
export function exampleStarts(calendar: CalendarIndex | undefined, after: number): number[] {
  const starts = new Set(calendar === undefined ? [] : turningPoints(calendar, after));
  for (let n = 1; starts.size < EXAMPLES; n++) starts.add(after + n * DAY_MS);
  return [...starts].sort((a, b) => a - b);
}

function turningPoints(calendar: CalendarIndex, after: number): number[] {
  const spans = [...workingSpans(calendar, after, after + AHEAD_MS)];
  const gaps = spans.slice(1).map(({ from }, n) => ({ from: spans[n]!.to, to: from, length: from - spans[n]!.to }));
  const [next] = gaps;
  if (next === undefined) return [];
  const longest = gaps.reduce((best, gap) => (gap.length > best.length ? gap : best), next);
  const usual = gaps.find(({ length }) => length < longest.length) ?? next;
  const around = ({ from, to }: typeof next): number[] => [from - HALF_AN_HOUR, Math.floor((from + to) / 2)];
  return [...around(usual), usual.to, ...around(longest)].filter((at) => at > after);
}
