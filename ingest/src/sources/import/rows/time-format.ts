import { createLocalTime } from './zone-offset.ts';

/** A time that was read from a cell. */
export interface CellTime {
  /** ms UTC. A day is read as its first instant. */
  readonly at: number;
  /** The last millisecond of the local day on which it lies, ms UTC. */
  readonly dayEnd: number;
  /** Only the day was told. */
  readonly dayOnly: boolean;
}

export type TimeReader = (text: string) => CellTime | undefined;

const TOKENS: Readonly<Record<string, { readonly pattern: string; readonly field: Field }>> = {
  yyyy: { pattern: '(\\d{4})', field: 'year' },
  MM: { pattern: '(\\d{2})', field: 'month' },
  M: { pattern: '(\\d{1,2})', field: 'month' },
  dd: { pattern: '(\\d{2})', field: 'day' },
  d: { pattern: '(\\d{1,2})', field: 'day' },
  HH: { pattern: '(\\d{2})', field: 'hour' },
  H: { pattern: '(\\d{1,2})', field: 'hour' },
  mm: { pattern: '(\\d{2})', field: 'minute' },
  ss: { pattern: '(\\d{2})', field: 'second' },
  SSS: { pattern: '(\\d{3})', field: 'milli' },
  ZZ: { pattern: '(Z|[+-]\\d{2}:?\\d{2})', field: 'offset' },
};
type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'milli' | 'offset';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3})\d*)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
const ISO_FIELDS: readonly Field[] = ['year', 'month', 'day', 'hour', 'minute', 'second', 'milli', 'offset'];

/**
 * Reads times of the given formats, tried in their order. A format is `iso`, or Luxon's tokens yyyy M MM d dd H HH mm ss
 * SSS ZZ with anything else as it stands. Throws a RangeError that says what a format lacks.
 * @param zone of the times that name none themselves; without it they are not read.
 */
export function createTimeReader(formats: readonly string[], zone: string | undefined): TimeReader {
  const local = zone === undefined ? undefined : createLocalTime(zone);
  const compiled = formats.map(compileFormat);
  return (text) => {
    for (const { pattern, fields } of compiled) {
      const match = pattern.exec(text);
      if (match === null) continue;
      const time = toTime(match, fields, local);
      if (time !== undefined) return time;
    }
    return undefined;
  };
}

function compileFormat(format: string): { pattern: RegExp; fields: readonly Field[] } {
  if (format === 'iso') return { pattern: ISO, fields: ISO_FIELDS };
  const fields: Field[] = [];
  const source = format.replace(/yyyy|MM?|dd?|HH?|mm|ss|SSS|ZZ|[\s\S]/g, (token) => {
    const known = TOKENS[token];
    if (known !== undefined) {
      fields.push(known.field);
      return known.pattern;
    }
    if (/[A-Za-z]/.test(token) && token !== 'T')
      throw new RangeError(`'${token}' in '${format}' is no token: use yyyy M MM d dd H HH mm ss SSS ZZ, or iso`);
    return token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  const missing = (['year', 'month', 'day'] as const).find((field) => !fields.includes(field));
  if (missing !== undefined) throw new RangeError(`'${format}' has no ${missing}: a time needs its day`);
  return { pattern: new RegExp(`^${source}$`), fields };
}

function toTime(
  match: RegExpExecArray,
  fields: readonly Field[],
  local: ((localMs: number) => number) | undefined,
): CellTime | undefined {
  let year = 0;
  let month = 0;
  let day = 0;
  let hour: number | undefined;
  let rest = 0;
  let offset: number | undefined;
  for (let i = 0; i < fields.length; i++) {
    const text = match[i + 1];
    if (text === undefined) continue;
    const field = fields[i];
    if (field === 'offset') {
      offset = offsetOf(text);
      continue;
    }
    const value = Number(text);
    if (field === 'year') year = value;
    else if (field === 'month') month = value;
    else if (field === 'day') day = value;
    else if (field === 'hour') hour = value;
    else if (field === 'minute') rest += value < 60 ? value * 60_000 : Number.NaN;
    else if (field === 'second') rest += value < 60 ? value * 1000 : Number.NaN;
    else rest += value * 10 ** (3 - text.length);
  }
  const midnight = Date.UTC(year, month - 1, day);
  // A day that does not exist would roll over into the next month.
  const check = new Date(midnight);
  if (check.getUTCFullYear() !== year || check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day)
    return undefined;
  if ((hour ?? 0) > 23 || Number.isNaN(rest)) return undefined;
  const localMs = midnight + (hour ?? 0) * 3_600_000 + rest;
  const instant = offset === undefined ? local : (ms: number) => ms - (offset as number);
  if (instant === undefined) return undefined;
  return { at: instant(localMs), dayEnd: instant(midnight + 86_399_999), dayOnly: hour === undefined };
}

function offsetOf(text: string): number {
  if (/^z$/i.test(text)) return 0;
  const digits = text.replace(/\D/g, '');
  const ms = Number(digits.slice(0, 2)) * 3_600_000 + Number(digits.slice(2)) * 60_000;
  return text.startsWith('-') ? -ms : ms;
}
