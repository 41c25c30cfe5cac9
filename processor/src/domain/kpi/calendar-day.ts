/**
 * Dates of local days, by integers only: a local day is the number of whole days since 1970-01-01 (Gregorian, proleptic).
 * No zone is needed, since a local day is a day of its zone already.
 */

const DAY_MS = 86_400_000;

export interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

export function dateOfDay(day: number): CalendarDate {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** @param month 1 to 12, or beyond: 0 is the December before, 13 the January after. */
export const firstOfMonth = (year: number, month: number): number => Date.UTC(year, month - 1, 1) / DAY_MS;

/** That day of a month, or its last one where it has no such day. @param month as for `firstOfMonth`. */
export const dayInMonth = (year: number, month: number, day: number): number =>
  Math.min(firstOfMonth(year, month) + day - 1, firstOfMonth(year, month + 1) - 1);

/** `2026-10-06`. */
export const isoOfDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The inverse of `isoOfDay`; undefined for what is no date (2026-02-31). */
export function dayOfIso(text: string): number | undefined {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(ms) && isoOfDay(ms / DAY_MS) === text
    ? ms / DAY_MS
    : undefined;
}
