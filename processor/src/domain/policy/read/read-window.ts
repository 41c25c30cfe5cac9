import type { KpiWindow, WindowSpan } from '../compiled-kpi.ts';
import type { Path, Report } from '../problem.ts';

const ENDING = '( ending (?:today|yesterday|(\\d{1,3}) days? ago))?';
const ROLLING = new RegExp(`^(?:last )?(\\d{1,3}) (day|month)s?${ENDING}(, both ends included)?$`);
const CALENDAR = new RegExp(`^(this|previous) (week|month)( from (?:monday|sunday))?${ENDING}$`);
const FORMS =
  '`7 days`, `14 days ending 7 days ago`, `30 days ending yesterday`, `1 month ending yesterday, both ends included`, `this week`, `this week from sunday` or `previous month`';

const MOST_MONTHS = 24;
const MOST_LAG = 366;

/** Reads a window as docs/kpis.md writes it; undefined after a report. */
export function readWindow(text: string, path: Path, report: Report): KpiWindow | undefined {
  const span = parseWindow(text);
  if (span === undefined) {
    report(path, `"${text}" is no window.`, FORMS);
    return undefined;
  }
  const length = span.kind === 'days' ? span.days : span.kind === 'months' ? span.months : 1;
  if (length < 1) {
    report(path, 'This window has no day.', 'a number of days such as `7 days`');
    return undefined;
  }
  if (span.kind === 'months' && length > MOST_MONTHS) {
    report(path, `${length} months are more than KPIs are kept for.`, `\`${MOST_MONTHS} months\` at most`);
    return undefined;
  }
  if (span.lag > MOST_LAG) {
    report(path, `A window that ended ${span.lag} days ago tells nobody how it stands.`, `${MOST_LAG} days at most`);
    return undefined;
  }
  return { name: nameOf(span), span };
}

/** The grammar alone; undefined for what is no window. */
export function parseWindow(text: string): WindowSpan | undefined {
  const rolling = ROLLING.exec(text);
  if (rolling !== null) {
    const [, count, unit, ending, ago, both] = rolling;
    const [amount, lag, inclusive] = [Number(count), lagOf(ending, ago), both !== undefined];
    if (unit === 'month') return { kind: 'months', months: amount, lag, inclusive };
    // Days that reach from a day to the same day n days later are one more than n.
    return { kind: 'days', days: inclusive ? amount + 1 : amount, lag };
  }
  const [found, which, unit, from, ending, ago] = CALENDAR.exec(text) ?? [];
  if (found === undefined || (unit === 'month' && from !== undefined)) return undefined;
  const back = which === 'this' ? 0 : 1;
  const lag = lagOf(ending, ago);
  // The one before is whole, and ends when it ends.
  if (back === 1 && ending !== undefined) return undefined;
  if (unit === 'month') return { kind: 'month', back, lag };
  return { kind: 'week', back, lag, first: from === ' from sunday' ? 'sunday' : 'monday' };
}

const lagOf = (ending: string | undefined, ago: string | undefined): number =>
  ago !== undefined ? Number(ago) : ending === ' ending yesterday' ? 1 : 0;

/** What a window is called in URLs and ids: `7d`, `14d-7`, `1m-1i`, `previous-week-sunday`. */
export function nameOf(span: WindowSpan): string {
  const behind = span.lag === 0 ? '' : `-${span.lag}`;
  switch (span.kind) {
    case 'days':
      return `${span.days}d${behind}`;
    case 'months':
      return `${span.months}m${behind}${span.inclusive ? 'i' : ''}`;
    case 'week':
      return `${span.back > 0 ? 'previous-' : ''}week${span.first === 'sunday' ? '-sunday' : ''}${behind}`;
    case 'month':
      return `${span.back > 0 ? 'previous-' : ''}month${behind}`;
  }
}
