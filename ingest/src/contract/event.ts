/**
 * An event as it stands in the log: a CloudEvents 1.0 object that ingest has checked. `schema.ts` holds the rules it was
 * checked by; a reader of the log may rely on them.
 */
export interface BelfryEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  /** `order/8812`, `order/8812~p17` (one seller's part), `ticket/T-9`; also `incident/`, `silence/`, `partner/`. */
  readonly subject: string;
  /** When it happened: ISO 8601 with a zone. */
  readonly time: string;
  /** Marks history: held until the import's release. */
  readonly importid?: string;
  readonly data?: EventData;
}

/** How exact an event's time is. `date`: only the day was told. `inferred`: the source had no time of its own. */
export type TimeQuality = 'exact' | 'date' | 'inferred';

export type ActorKind = 'customer' | 'agent' | 'bot' | 'partner' | 'carrier' | 'vendor' | 'platform' | 'call-centre';

/** The fields that any event may carry; each type adds its own (events.md, schema.ts). */
export interface EventData {
  readonly partner?: string;
  readonly market?: string;
  readonly salesChannel?: string;
  readonly test?: boolean;
  readonly actor?: { readonly kind: ActorKind; readonly id?: string };
  readonly timeQuality?: TimeQuality;
  readonly [field: string]: unknown;
}

/** Every type that Belfry takes (events.md). Others are quarantined with the nearest known name. */
export const EVENT_TYPES = [
  'order.created',
  'order.opened',
  'order.accepted',
  'order.refused',
  'order.held',
  'order.released',
  'order.promise-changed',
  'order.shipping',
  'order.shipped',
  'order.delivered',
  'order.returned',
  'order.cancelled',
  'order.status-corrected',
  'order.snapshot',
  'order.rated',
  'shipment.tracking-set',
  'shipment.picked-up',
  'shipment.in-transit',
  'shipment.attempted',
  'shipment.delayed',
  'shipment.delivered',
  'shipment.returned',
  'shipment.lost',
  'ticket.created',
  'ticket.classified',
  'ticket.assigned',
  'ticket.status-changed',
  'ticket.message',
  'ticket.resolved',
  'ticket.reopened',
  'ticket.closed',
  'ticket.merged',
  'ticket.deleted',
  'ticket.rated',
  'ticket.snapshot',
  'customer.notified',
  'signal.acknowledged',
  'signal.assigned',
  'silence.set',
  'silence.ended',
  'kpi.excluded',
  'partner.noted',
  'category.aliased',
  'import.finished',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** How far ahead of its append time an event may lie before it is quarantined (DESIGN, Mechanics). */
export const FUTURE_TOLERANCE_MS = 5 * 60_000;
