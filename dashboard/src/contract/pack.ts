import type { Change } from './change.ts';
import type { Frame } from './messages.ts';

/**
 * A frame as it travels. It says what a `Frame` says in a third of the bytes: its stamp is an array, names that come often
 * are short, and instants are told as how long before `now` they lie.
 */
export type PackedFrame = readonly [server: string, seq: number, now: number, age: number, change: unknown];

/** Names that frames repeat many times a second. One that is not here travels as it is. */
const SHORT: Readonly<Record<string, string>> = {
  verdict: 'v',
  breached: 'b',
  quiet: 'q',
  unacknowledged: 'u',
  escalated: 'e',
  lastBreach: 'l',
  nextDue: 'n',
  breaches: 'B',
  incidents: 'I',
  escalations: 'E',
  next: 'N',
  tiles: 'T',
  partners: 'P',
  drop: 'd',
  patch: 'c',
  put: 'p',
  subject: 's',
  promise: 'm',
  title: 't',
  partner: 'a',
  partnerName: 'A',
  level: 'L',
  due: 'D',
  open: 'o',
  total: 'O',
  since: 'S',
  newest: 'w',
  value: 'r',
  margin: 'g',
  num: 'x',
  den: 'y',
  headroom: 'h',
  asOf: 'z',
  positions: 'Z',
  today: 'j',
};
const LONG = new Map(Object.entries(SHORT).map(([name, short]) => [short, name]));
/** Before a name that is no name of ours and looks like a short one, or like one that was marked so. */
const MARK = '$';

/** Names of instants, ms UTC and whole. */
const INSTANTS: ReadonlySet<string> = new Set([
  'due',
  'at',
  'until',
  'since',
  'newest',
  'nextDue',
  'lastBreach',
  'asOf',
]);

/** A frame made short for its way. `unpackFrame` gives back an equal one. */
export function packFrame({ server, seq, now, asOf, change }: Frame): PackedFrame {
  return [server, seq, now, now - asOf, renamed(change, shorten, now)];
}

/** The frame that was packed, or null for what is none. Whether its change can be applied is not looked at. */
export function unpackFrame(message: unknown): Frame | null {
  if (!Array.isArray(message) || message.length !== 5) return null;
  const [server, seq, now, age, change] = message as unknown as PackedFrame;
  if (typeof change !== 'object' || change === null) return null;
  return { server, seq, now, asOf: now - age, change: renamed(change, lengthen, now) as Change };
}

interface Naming {
  /** The other name of a field. */
  readonly name: (field: string) => string;
  /** The long one of the two. */
  readonly long: (field: string, other: string) => string;
}

const shorten: Naming = {
  name: (field) => SHORT[field] ?? (LONG.has(field) || field.startsWith(MARK) ? MARK + field : field),
  long: (field) => field,
};
const lengthen: Naming = {
  name: (field) => LONG.get(field) ?? (field.startsWith(MARK) ? field.slice(MARK.length) : field),
  long: (_, other) => other,
};

/** The same data under other names. An instant and how long ago it was are each `now` less the other. */
function renamed(data: unknown, naming: Naming, now: number): unknown {
  if (Array.isArray(data)) return data.map((item) => renamed(item, naming, now));
  if (typeof data !== 'object' || data === null) return data;
  const fields: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(data)) {
    const name = naming.name(field);
    const isInstant = typeof value === 'number' && INSTANTS.has(naming.long(field, name));
    fields[name] = isInstant ? now - value : renamed(value, naming, now);
  }
  return fields;
}
