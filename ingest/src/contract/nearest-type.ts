import { EVENT_TYPES, type EventType } from './event.ts';
import { nearestWord } from './nearest-word.ts';

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
  return nearestWord(told, EVENT_TYPES)!;
}
