import type { ActorKind, BelfryEvent, EventType } from '../contract/index.ts';
import type { TimedEvent } from './event-queue.ts';
import { DAY, MARKETS } from './marketplace.ts';
import type { OrderLife, PartLife } from './order-life.ts';
import type { TicketLife } from './ticket-life.ts';

type Data = Readonly<Record<string, unknown>>;

/** What the sources tell of an order, seller by seller: an order with several is a subject for each (events.md). */
export function orderEvents(life: OrderLife, importid: string | undefined): TimedEvent[] {
  const several = life.parts.length > 1;
  return life.parts.flatMap((part) => partEvents(life, part, several ? `~${part.partner.id}` : '', importid));
}

function partEvents(life: OrderLife, part: PartLife, suffix: string, importid: string | undefined): TimedEvent[] {
  const { source, zone } = MARKETS[life.market];
  const events: TimedEvent[] = [];
  const shipment = `${life.id}-${part.partner.id}`;
  const carrier = part.carrier.id;
  const common = { partner: part.partner.id, salesChannel: life.channel, ...(life.test ? { test: true } : {}) };
  const tell = (name: string, type: EventType, at: number | undefined, data: Data, by: string = source): void => {
    if (at === undefined) return;
    const id = `${life.id}:${name}${suffix}`;
    events.push({ at, event: event(id, by, type, `order/${life.id}${suffix}`, at, { ...common, ...data }, importid) });
  };
  tell('created', 'order.created', life.createdAt, {
    market: life.market,
    promise: { shipBy: iso(life.shipBy), deliverBy: iso(life.deliverBy), precision: 'date', zone },
    lines: part.lines,
  });
  tell('opened', 'order.opened', life.openedAt, {});
  if (life.cancelled !== undefined)
    tell('cancelled', 'order.cancelled', life.cancelled.at, { by: life.cancelled.by, reason: life.cancelled.reason });
  tell('shipped', 'order.shipped', part.shippedAt, { shipment, carrier });
  tell('tracking', 'shipment.tracking-set', part.trackedAt, {
    shipment,
    carrier,
    number: `${carrier.slice(0, 2).toUpperCase()}${life.id.slice(1)}${part.partner.id.slice(1)}`,
    url: `https://track.example/${carrier}/${life.id}`,
  });
  tell('picked-up', 'shipment.picked-up', part.pickedUpAt, { shipment, carrier }, part.carrier.source);
  tell(
    'delivered',
    'shipment.delivered',
    part.deliveredAt,
    { shipment, carrier, evidence: 'carrier' },
    part.carrier.source,
  );
  if (part.misreportedAt !== undefined) {
    tell('misreported', 'order.returned', part.misreportedAt, { by: 'partner' });
    const correction = { from: 'returned', to: 'delivered', by: 'platform' };
    tell('corrected', 'order.status-corrected', part.misreportedAt + DAY, correction, 'platform-desk');
  }
  return events;
}

/** What the desk tells of a ticket. */
export function ticketEvents(life: TicketLife, importid: string | undefined): TimedEvent[] {
  const events: TimedEvent[] = [];
  const { kind, waits, reopened } = life;
  const tell = (name: string, type: EventType, at: number | undefined, data: Data): void => {
    if (at === undefined) return;
    const told = { partner: life.partner, ...data };
    events.push({ at, event: event(`${life.id}:${name}`, 'desk', type, `ticket/${life.id}`, at, told, importid) });
  };
  const by = (who: ActorKind, id: string): Data => ({ actor: { kind: who, id } });
  tell('created', 'ticket.created', life.createdAt, {
    category: kind.category,
    subcategory: kind.subcategory,
    channel: 'chat',
    priority: life.priority,
    team: kind.team,
    ...(life.about === undefined ? {} : { relates: [life.about] }),
  });
  tell('assigned', 'ticket.assigned', life.assignedAt, { team: kind.team, assignee: life.assignee });
  tell('answered', 'ticket.message', life.answeredAt, { public: true, auto: false, ...by('agent', life.assignee) });
  if (waits !== undefined) {
    const vendor = waits.vendor === undefined ? {} : { vendor: waits.vendor };
    tell('waiting', 'ticket.status-changed', waits.from, {
      from: 'open',
      to: 'waiting',
      waitingOn: waits.on,
      ...vendor,
    });
    tell('back', 'ticket.status-changed', waits.to, { from: 'waiting', to: 'open', waitingOn: 'none' });
  }
  tell('resolved', 'ticket.resolved', life.resolvedAt, by('agent', life.assignee));
  if (reopened !== undefined) {
    tell('reopened', 'ticket.reopened', reopened.at, by('customer', life.partner));
    tell('resolved-again', 'ticket.resolved', reopened.resolvedAt, by('agent', life.assignee));
  }
  const last = reopened?.resolvedAt ?? life.resolvedAt;
  if (life.score !== undefined) tell('rated', 'ticket.rated', last + 600_000, { score: life.score, scale: 5 });
  tell('closed', 'ticket.closed', life.closedAt, {});
  return events;
}

export const iso = (at: number): string => new Date(at).toISOString();

export function event(
  id: string,
  source: string,
  type: EventType,
  subject: string,
  at: number,
  data: Data,
  importid?: string,
): BelfryEvent {
  const time = iso(at);
  return importid === undefined
    ? { specversion: '1.0', id, source, type, subject, time, data }
    : { specversion: '1.0', id, source, type, subject, time, importid, data };
}
