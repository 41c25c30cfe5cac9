import { MATCH_FIELDS } from './incident.ts';
import type { CompiledRoute } from './routing.ts';

/**
 * What a route says, in a sentence: `Severity critical, partner p12 or p13: tells ops and director, a group an
 * incident, after 30 s, changes each 5 min, again each 1 h.` Pages and commands say the same.
 */
export function routeInWords(route: CompiledRoute): string {
  const first = conditions(route).join(', ');
  const told = route.to.length === 0 ? 'tells nobody' : `tells ${listed(route.to, 'and')}`;
  const how = route.to.length === 0 ? [] : manner(route);
  const further = route.goOn ? '; the routes behind it are asked as well' : '';
  return `${first[0]!.toUpperCase()}${first.slice(1)}: ${[told, ...how].join(', ')}${further}.`;
}

function conditions({ when, severity, during, threshold }: CompiledRoute): string[] {
  const words: string[] = [];
  if (severity.length > 0) words.push(`severity ${listed(severity, 'or')}`);
  for (const field of MATCH_FIELDS) {
    const wanted = when[field];
    if (wanted !== undefined) words.push(`${field} ${listed(typeof wanted === 'string' ? [wanted] : wanted, 'or')}`);
  }
  if (during !== null) words.push(`${during.within ? 'within' : 'outside'} the working time of ${during.calendar}`);
  if (threshold !== null) words.push(`from ${threshold.breaches} breaches in ${span(threshold.withinMs)} on`);
  return words.length === 0 ? ['everything'] : words;
}

function manner({ groupBy, waitMs, everyMs, repeatMs }: CompiledRoute): string[] {
  const group =
    groupBy === 'incident'
      ? 'a group an incident'
      : groupBy === 'clock'
        ? 'each clock by itself'
        : `grouped by ${listed(groupBy, 'and')}`;
  const repeat = repeatMs === null ? 'never again' : `again each ${span(repeatMs)}`;
  return [group, waitMs === 0 ? 'at once' : `after ${span(waitMs)}`, `changes each ${span(everyMs)}`, repeat];
}

function listed(words: readonly string[], join: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${join} ${words.at(-1)!}`;
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
  [1, 'ms'],
] as const;

/** In the largest unit that it is a whole number of. */
function span(ms: number): string {
  const [size, unit] = UNITS.find(([each]) => ms >= each && ms % each === 0) ?? [1, 'ms'];
  return `${ms / size} ${unit}`;
}
