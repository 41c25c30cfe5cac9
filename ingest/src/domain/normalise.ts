import { isUtf8 } from 'node:buffer';
import { type BelfryEvent, type EventData, nearestType, type Refusal } from '../contract/index.ts';
import { checkEvent } from '../contract/schema.ts';
import { isPart } from '../contract/subject.ts';
import type { Limits } from './limits.ts';
import { withPromisedInstants } from './promised-day.ts';
import type { IncomingEvent } from './read-body.ts';
import { sellersParts } from './sellers.ts';
import { deriveOrder } from './snapshot/order-snapshot.ts';
import { deriveTicket } from './snapshot/ticket-snapshot.ts';

/** An event as it goes into the log. */
export interface LogEvent {
  readonly id: string;
  readonly source: string;
  readonly importid: string | undefined;
  readonly subject: string;
  /** When it happened, ms UTC. */
  readonly time: number;
  /** Whether Belfry knows the type; the processor quarantines those that it does not. */
  readonly known: boolean;
  /** The sender's own bytes wherever the event goes in as it came. */
  readonly bytes: Buffer;
}

/** What one incoming event came to. */
export type Normalised = Taken | Refused;

export interface Taken {
  readonly id: string;
  readonly source: string;
  /** As it came, or as Belfry spells it if it knows it. */
  readonly type: string;
  readonly events: readonly LogEvent[];
  /** What the sender should know although nothing is refused. */
  readonly note?: string;
  /** The import that this event says is finished. */
  readonly finishes?: string;
}

export interface Refused {
  /** Null where none can be read. */
  readonly id: string | null;
  readonly source: string | null;
  /** Everything that is wrong; at least one. */
  readonly refusals: readonly [Refusal, ...Refusal[]];
}

/**
 * Turns one event as it came into what the log holds: itself, its sellers' parts, or what its snapshot derives; or says
 * why not. Pure: the same bytes always give the same events with the same ids.
 */
export function normalise(incoming: Pick<IncomingEvent, 'bytes' | 'depth'>, limits: Limits): Normalised {
  const { bytes, depth } = incoming;
  if (bytes.length > limits.eventBytes) {
    return refuse(
      'TOO_LARGE',
      '',
      `the event has ${bytes.length} bytes: send at most ${limits.eventBytes}, without attachments`,
    );
  }
  if (depth > limits.depth) {
    return refuse('TOO_DEEP', '', `the event is nested ${depth} levels deep: send at most ${limits.depth}`);
  }
  const parsed = parse(bytes);
  if ('fault' in parsed) {
    return refuse('NOT_JSON', '', `cannot be read as JSON (${parsed.fault}): write one JSON object in UTF-8`);
  }
  const check = checkEvent(parsed.value);
  if ('refusals' in check) return { ...identity(parsed.value), refusals: check.refusals };

  const told = parsed.value as BelfryEvent;
  const { id, source } = told;
  const time = Date.parse(told.time);
  if (check.type === undefined) {
    const note = `unknown type "${told.type}", did you mean "${nearestType(told.type)}"? It will be quarantined with its bytes`;
    return { id, source, type: told.type, events: [asItCame(told, time, bytes, false)], note };
  }
  const event = told.type === check.type ? told : { ...told, type: check.type };
  if (check.type === 'import.finished' && event.importid !== undefined) {
    const message = 'marks history, which this is not: name the import in data.importid only';
    return { id, source, refusals: [{ code: 'WRONG_VALUE', path: 'importid', message }] };
  }
  const promised = withPromisedInstants(event);
  if ('refusal' in promised) return { id, source, refusals: [promised.refusal] };
  const events = eventsOf(promised.event);
  return {
    id,
    source,
    type: check.type,
    events: events.length === 1 && events[0] === told ? [asItCame(told, time, bytes, true)] : events.map(serialised),
    ...(check.type === 'import.finished' ? { finishes: String(event.data?.importid) } : {}),
  };
}

/** The event itself, its sellers' parts, or what its snapshot derives. */
function eventsOf(event: BelfryEvent): BelfryEvent[] {
  switch (event.type) {
    case 'order.snapshot':
      return bySeller(event).flatMap(deriveOrder);
    case 'ticket.snapshot':
      return deriveTicket(event);
    default:
      return bySeller(event);
  }
}

function parse(bytes: Buffer): { value: unknown } | { fault: string } {
  if (!isUtf8(bytes)) return { fault: 'not UTF-8' };
  try {
    return { value: JSON.parse(bytes.toString('utf8')) as unknown };
  } catch (fault) {
    return { fault: fault instanceof Error ? fault.message : String(fault) };
  }
}

const refuse = (code: Refusal['code'], path: string, message: string): Refused => ({
  id: null,
  source: null,
  refusals: [{ code, path, message }],
});

/** The id and source of something that is no event, as far as they can be read. */
function identity(value: unknown): { id: string | null; source: string | null } {
  const { id, source } = (value ?? {}) as { id?: unknown; source?: unknown };
  const readable = (field: unknown): string | null => (typeof field === 'string' ? field.slice(0, 256) : null);
  return { id: readable(id), source: readable(source) };
}

const asItCame = (event: BelfryEvent, time: number, bytes: Buffer, known: boolean): LogEvent => ({
  id: event.id,
  source: event.source,
  importid: event.importid,
  subject: event.subject,
  time,
  known,
  bytes,
});

const serialised = (event: BelfryEvent): LogEvent =>
  asItCame(event, Date.parse(event.time), Buffer.from(JSON.stringify(event)), true);

/** The event itself, or one for each seller that it concerns, with the seller as partner. */
function bySeller(event: BelfryEvent): BelfryEvent[] {
  const { data } = event;
  if (!data || !event.subject.startsWith('order/') || isPart(event.subject)) return [event];
  if (data.lines === undefined && data.sellers === undefined) return [event];
  const { split, parts } = sellersParts(data);
  if (!split) {
    const only = parts[0];
    if (!only || data.partner !== undefined) return [event];
    return [{ ...event, data: { ...data, partner: only.seller } }];
  }
  return parts.map(({ seller, lines }) => {
    const { sellers: _sellers, lines: _lines, ...rest } = data as EventData & { sellers?: unknown; lines?: unknown };
    const shipments = (data.shipments as readonly { seller?: unknown }[] | undefined)?.filter(
      (parcel) => parcel.seller === undefined || parcel.seller === seller,
    );
    return {
      ...event,
      id: `${event.id}~${seller}`,
      subject: `${event.subject}~${seller}`,
      data: { ...rest, partner: seller, ...(lines && { lines }), ...(shipments && { shipments }) },
    };
  });
}
