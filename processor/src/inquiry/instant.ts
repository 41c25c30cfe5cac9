import { RefusedError } from './refusal.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * An instant with its zone, ms UTC. JavaScript alone would read a time without a zone as the machine's, and the 31st of
 * February as a day of March.
 * @param name of the parameter, for the message.
 */
export function readInstant(name: string, text: string): number {
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  if (!Number.isNaN(at) && !Number.isNaN(day) && new Date(day).toISOString().startsWith(text.slice(0, 10))) return at;
  throw new RefusedError(
    400,
    name,
    `"${text}" is no instant with a zone.`,
    'Write for instance 2026-11-26T17:30+03:00 or 2026-11-26T14:30:00Z.',
  );
}
