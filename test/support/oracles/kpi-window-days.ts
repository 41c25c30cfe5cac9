import { DateTime } from 'luxon';
import { daysOf, type OracleWindow } from './kpi-sums.ts';

/** A window as packs are compiled to say it, read by the calendar of the other oracles. */
export type PlainSpan =
  | { readonly kind: 'days'; readonly days: number; readonly lag: number }
  | { readonly kind: 'months'; readonly months: number; readonly lag: number; readonly inclusive: boolean }
  | { readonly kind: 'week'; readonly back: number; readonly lag: number; readonly first: 'monday' | 'sunday' }
  | { readonly kind: 'month'; readonly back: number; readonly lag: number };

/** The first and the last local day of a window as of an instant (ms UTC), both included. */
export function windowDays(span: PlainSpan, zone: string, asOf: number): [from: number, to: number] {
  const { year, month, day } = DateTime.fromMillis(asOf, { zone });
  return daysOf({ name: '', ...windowOf(span), lag: span.lag }, Date.UTC(year, month - 1, day) / 86_400_000);
}

function windowOf(span: PlainSpan): Pick<OracleWindow, 'of' | 'n'> {
  switch (span.kind) {
    case 'days':
      return { of: 'days', n: span.days };
    case 'months':
      return { of: span.inclusive ? 'months-inclusive' : 'months', n: span.months };
    case 'week':
      return { of: `weeks-from-${span.first}`, n: span.back };
    case 'month':
      return { of: 'calendar-months', n: span.back };
  }
}
