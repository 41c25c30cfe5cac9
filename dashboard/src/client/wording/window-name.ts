const CALENDAR: Readonly<Record<string, string>> = {
  week: 'this week',
  'week-sunday': 'this week',
  'previous-week': 'last week',
  'previous-week-sunday': 'last week',
  month: 'this month',
  'previous-month': 'last month',
};

/** `7d` reads as `7 days`, `14d-7` as `14 days to 7 ago`; other names are shown as they are. */
export function windowName(window: string): string {
  const named = CALENDAR[window];
  if (named !== undefined) return named;
  const [, count = '', unit, lag] = /^(\d+)([dm])(?:-(\d+))?i?$/.exec(window) ?? [];
  if (unit === undefined) return window;
  if (count === '1' && unit === 'd' && lag === undefined) return 'today';
  const length = `${count} ${unit === 'd' ? 'day' : 'month'}${count === '1' ? '' : 's'}`;
  return lag === undefined ? length : lag === '1' ? `${length} to yesterday` : `${length} to ${lag} ago`;
}
