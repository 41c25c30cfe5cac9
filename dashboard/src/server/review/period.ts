import { localMidnight } from './local-midnight.ts';

/** Why a question is not answered: which part of it, what is wrong with it, and what to write instead. */
export interface Refusal {
  readonly refused: string;
  readonly reason: string;
  readonly remedy: string;
}

export interface Period {
  /** ms UTC, both. It ends before `to`. */
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a period: two local days of the zone, or two instants with a zone of their own, or one of each. A day means its
 * beginning, so that 2026-11-01 to 2026-12-01 is November.
 */
export function periodOf(from: string | undefined, to: string | undefined, zone: string): Period | Refusal {
  if (!isZone(zone)) {
    return refusal('tz', `"${cut(zone)}" is no time zone.`, 'Write an IANA name such as Europe/Prague, or UTC.');
  }
  const begin = instantOf(from, zone);
  if (begin === undefined) return refusal('from', `from is ${inWords(from)}.`, FORM);
  const end = instantOf(to, zone);
  if (end === undefined) return refusal('to', `to is ${inWords(to)}.`, FORM);
  if (begin < end) return { from: begin, to: end };
  return refusal(
    'to',
    `to (${to}) does not lie after from (${from}).`,
    'The period ends before it: for one day write the next.',
  );
}

const FORM = 'Write a day such as 2026-11-01, or an instant with its zone such as 2026-11-01T09:00:00Z.';
const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

function instantOf(text: string | undefined, zone: string): number | undefined {
  if (text === undefined || !(DAY.test(text) || INSTANT.test(text))) return undefined;
  // JavaScript takes the 31st of February for a day of March.
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(text.slice(0, 10))) return undefined;
  if (DAY.test(text)) return localMidnight(day / 86_400_000, zone);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const cut = (text: string): string => text.slice(0, 40);
const inWords = (text: string | undefined): string => (text === undefined ? 'missing' : `"${cut(text)}"`);

export const refusal = (refused: string, reason: string, remedy: string): Refusal => ({ refused, reason, remedy });
