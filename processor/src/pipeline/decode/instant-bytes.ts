import { isDigit } from './json-bytes.ts';

const MINUTE_MS = 60_000;
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads an instant by integer arithmetic, in the two lengths that programs write: `2026-11-23T17:00:00Z` and
 * `2026-11-23T17:00:00.000Z`, each also with an offset. Answers ms UTC, as Date.parse does, or NaN for any other form,
 * which may well be an instant nevertheless.
 */
export function instantAt(bytes: Uint8Array, from: number, to: number): number {
  const year = digits(bytes, from, 4);
  const month = digits(bytes, from + 5, 2);
  const day = digits(bytes, from + 8, 2);
  const hour = digits(bytes, from + 11, 2);
  const minute = digits(bytes, from + 14, 2);
  const second = digits(bytes, from + 17, 2);
  const marks =
    bytes[from + 4] === 0x2d &&
    bytes[from + 7] === 0x2d &&
    bytes[from + 10] === 0x54 &&
    bytes[from + 13] === 0x3a &&
    bytes[from + 16] === 0x3a;
  if (!marks || !(year >= 1970 && month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second < 60)) {
    return Number.NaN;
  }
  if (day > 28 && day > lengthOf(year, month)) return Number.NaN;
  let at = from + 19;
  let ms = 0;
  if (bytes[at] === 0x2e) {
    ms = digits(bytes, at + 1, 3);
    at += 4;
  }
  const zone = zoneAt(bytes, at, to);
  return daysBefore(year, month, day) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000 + ms - zone;
}

/** How far the zone that ends the text is ahead of UTC, ms; NaN if that is none. */
function zoneAt(bytes: Uint8Array, at: number, to: number): number {
  const sign = bytes[at];
  if (sign === 0x5a) return at + 1 === to ? 0 : Number.NaN;
  if ((sign !== 0x2b && sign !== 0x2d) || at + 6 !== to || bytes[at + 3] !== 0x3a) return Number.NaN;
  const hours = digits(bytes, at + 1, 2);
  const minutes = digits(bytes, at + 4, 2);
  if (!(hours < 24 && minutes < 60)) return Number.NaN;
  const ahead = (hours * 60 + minutes) * MINUTE_MS;
  return sign === 0x2d ? -ahead : ahead;
}

function digits(bytes: Uint8Array, from: number, count: number): number {
  if (from + count > bytes.length) return Number.NaN;
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const byte = bytes[at]!;
    if (!isDigit(byte)) return Number.NaN;
    value = value * 10 + byte - 0x30;
  }
  return value;
}

const lengthOf = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : MONTHS[month - 1]!;

/** Days from 1970-01-01 to a day of the Gregorian calendar, counted in years that begin in March. */
function daysBefore(year: number, month: number, day: number): number {
  const early = month < 3 ? 1 : 0;
  const y = year - early;
  const m = month + 12 * early - 3;
  return 365 * y + (y >> 2) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + day - 719_469;
}
