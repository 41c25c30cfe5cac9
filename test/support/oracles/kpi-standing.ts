/** A subject as KPIs look at it, worked out from raw events: what is known of it, and how its data stand. */

export type PlainData = Readonly<Record<string, unknown>>;

export interface PlainFact {
  readonly type: string;
  /** ms UTC. */
  readonly time: number;
  readonly offset: number;
  readonly data: PlainData;
}

/** An event as it lies in the log. */
export interface RawEvent {
  readonly offset: number;
  /** ms UTC. */
  readonly appendTime: number;
  /** JSON. */
  readonly text: string;
}

export type PlainCheck =
  | { readonly all: readonly PlainCheck[] }
  | { readonly any: readonly PlainCheck[] }
  | { readonly not: PlainCheck }
  | { readonly field: string; readonly is: string | number | boolean }
  | { readonly field: string; readonly in: readonly (string | number | boolean)[] }
  | { readonly field: string; readonly exists: boolean };

const TOLERANCE = 5 * 60_000;

/** What a subject's events tell, each once, in the order of (time, offset); what lies in the future is not believed. */
export function factsOf(events: readonly RawEvent[]): PlainFact[] {
  const known = new Set<string>();
  const facts: PlainFact[] = [];
  for (const { offset, appendTime, text } of events) {
    const event = JSON.parse(text) as { id: string; source: string; type: string; time: string; data?: PlainData };
    const time = Date.parse(event.time);
    const name = JSON.stringify([event.source, event.id]);
    if (time > appendTime + TOLERANCE || known.has(name)) continue;
    known.add(name);
    facts.push({ type: event.type, time, offset, data: event.data ?? {} });
  }
  return facts.sort((a, b) => a.time - b.time || a.offset - b.offset);
}

/** These describe the event that carries them (docs/clocks.md, The order of truth). */
const OF_THE_EVENT = [
  ...['field', 'from', 'to', 'by', 'reason', 'actor', 'public', 'auto', 'kpi', 'who', 'withdrawn', 'status'],
  ...['shipment', 'number', 'url', 'lines'],
];

/** What is said of a subject beside its course. */
const WITHOUT_STATE = ['order.promise-changed', 'order.rated', 'order.snapshot'];

/** The subject's data as they were told last. */
export function standingOf(facts: readonly PlainFact[]): PlainData {
  const data: Record<string, unknown> = {};
  for (const { type, data: told } of facts) {
    for (const [name, value] of Object.entries(told)) if (!OF_THE_EVENT.includes(name)) data[name] = value;
    if (type === 'order.status-corrected') data.status = told.to ?? data.status;
    else if (type.startsWith('order.') && !WITHOUT_STATE.includes(type)) data.status = type.slice('order.'.length);
    if (type !== 'order.promise-changed') continue;
    const { by, to } = told;
    const mover = typeof by === 'object' && by !== null ? (by as PlainData).kind : by;
    // Nobody can move the deadline that they have to keep.
    if (mover === 'partner' || mover === 'carrier' || mover === 'vendor') continue;
    data.promise = { ...(data.promise as object), ...(typeof to === 'object' ? to : { deliverBy: to }) };
  }
  return data;
}

const at = (data: PlainData, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as PlainData | null | undefined)?.[name], data);

/** Whether a condition holds. What is missing equals nothing and is in nothing. */
export function holdsFor(check: PlainCheck, data: PlainData): boolean {
  if ('all' in check) return check.all.every((each) => holdsFor(each, data));
  if ('any' in check) return check.any.some((each) => holdsFor(each, data));
  if ('not' in check) return !holdsFor(check.not, data);
  const value = at(data, check.field);
  if ('is' in check) return value === check.is;
  if ('in' in check) return check.in.some((each) => each === value);
  return (value !== undefined && value !== null) === check.exists;
}
