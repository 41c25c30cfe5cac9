import type { Interval } from '../../domain/backtest/outcome.ts';

/** Reads `from` and `to`: days (midnight UTC) or instants with a zone; or says what to write instead. */
export function intervalOf(from: string | undefined, to: string | undefined): Interval | { readonly wrong: string } {
  const [begin, end] = [instantOf(from), instantOf(to)];
  if (begin === undefined) return { wrong: `from is ${inWords(from)}: ${FORM}` };
  if (end === undefined) return { wrong: `to is ${inWords(to)}: ${FORM}` };
  if (begin >= end) return { wrong: `from ${from} is not before to ${to}: the interval ends before \`to\`.` };
  return { from: begin, to: end };
}

const FORM = 'write a day such as 2026-10-01 (midnight UTC), or an instant such as 2026-10-01T09:00:00+01:00.';
const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function instantOf(text: string | undefined): number | undefined {
  if (text === undefined || !(DAY.test(text) || INSTANT.test(text))) return undefined;
  // JavaScript takes the 31st of February for a day of March.
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(text.slice(0, 10))) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

const inWords = (text: string | undefined): string => (text === undefined ? 'missing' : `"${text.slice(0, 40)}"`);
