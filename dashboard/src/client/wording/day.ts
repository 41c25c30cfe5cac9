import { locale } from '../language/language.ts';

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
const short = format({ day: 'numeric', month: 'short' });
const withYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
const withWeekday = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const month = format({ month: 'long' });

/** A day is a date without a zone; it is put to words as the day of that name in UTC. */
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** `6 Oct` */
export const dayShort = (day: string): string => short.format(at(day));

/** `6 Oct 2026` */
export const dayName = (day: string): string => withYear.format(at(day));

/** `Tue, 6 Oct 2026` */
export const dayInFull = (day: string): string => withWeekday.format(at(day));

/** `October` */
export const monthName = (day: string): string => month.format(at(day));

/** `30 Sept – 6 Oct 2026`, `2 – 15 Nov 2026`: what both have in common is told once. */
export function daySpan(from: string, to: string): string {
  if (from === to) return dayName(to);
  // Languages set their dash between thin spaces, plain ones or none; one look is enough.
  return withYear.formatRange(at(from), at(to)).replace(/\s*–\s*/u, ' – ');
}
