import { words } from './words.ts';

const CALENDAR: Readonly<Record<string, string>> = {
  week: words.thisWeek,
  'week-sunday': words.thisWeek,
  'previous-week': words.lastWeek,
  'previous-week-sunday': words.lastWeek,
  month: words.thisMonth,
  'previous-month': words.lastMonth,
};

/** `7d` reads as `7 days`, `14d-7` as `14 days to 7 ago`; other names are shown as they are. */
export function windowName(window: string): string {
  const named = CALENDAR[window];
  if (named !== undefined) return named;
  const [, count = '', unit, lag] = /^(\d+)([dm])(?:-(\d+))?i?$/.exec(window) ?? [];
  if (unit === undefined) return window;
  if (count === '1' && unit === 'd' && lag === undefined) return words.today;
  const length = unit === 'd' ? words.days(Number(count)) : words.months(Number(count));
  if (lag === undefined) return length;
  return lag === '1' ? words.toYesterday(length) : words.toAgo(length, Number(lag));
}
