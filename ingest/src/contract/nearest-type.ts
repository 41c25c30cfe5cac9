import { EVENT_TYPES, type EventType } from './event.ts';

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);
export const WIRE_PREFIX = 'belfry.';

/** A type without the prefix that a source may need on the wire; undefined if Belfry does not know it. */
export function knownType(type: string): EventType | undefined {
  if (KNOWN.has(type)) return type as EventType;
  const bare = type.startsWith(WIRE_PREFIX) ? type.slice(WIRE_PREFIX.length) : type;
  return KNOWN.has(bare) ? (bare as EventType) : undefined;
}

/** The known type that is written most like an unknown one, so that a message can ask "did you mean". */
export function nearestType(type: string): EventType {
  const told = (type.startsWith(WIRE_PREFIX) ? type.slice(WIRE_PREFIX.length) : type).toLowerCase().slice(0, 64);
  let nearest: EventType = EVENT_TYPES[0];
  let least = Number.POSITIVE_INFINITY;
  for (const known of EVENT_TYPES) {
    const distance = edits(told, known);
    if (distance < least) {
      least = distance;
      nearest = known;
    }
  }
  return nearest;
}

/** Levenshtein's distance: how many letters must be added, removed or replaced to turn one word into the other. */
function edits(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
