import { describe, expect, it } from 'vitest';
import type { BelfryEvent, EventData } from '../../contract/index.ts';
import { checkEvent } from '../../contract/schema.ts';
import { deriveOrder } from './order-snapshot.ts';
import { deriveTicket } from './ticket-snapshot.ts';

const snapshot = (subject: string, data: EventData, more: object = {}): BelfryEvent => ({
  specversion: '1.0',
  id: 'poll-1',
  source: 'shop',
  type: subject.startsWith('order') ? 'order.snapshot' : 'ticket.snapshot',
  subject,
  time: '2026-11-23T12:00:00Z',
  data,
  ...more,
});
const order = (data: EventData, more?: object) => deriveOrder(snapshot('order/1', data, more));
const ticket = (data: EventData, more?: object) => deriveTicket(snapshot('ticket/1', data, more));
const ids = (events: readonly BelfryEvent[]) => events.map((event) => event.id);
const timeline = (events: readonly BelfryEvent[]) => events.map(({ type, time }) => `${time} ${type}`);

const shipped: EventData = {
  asOf: '2026-11-23T11:30:00Z',
  partner: 'p17',
  status: 'shipped',
  createdAt: '2026-11-20T08:00:00Z',
  openedAt: '2026-11-20T09:00:00+01:00',
  promise: { deliverBy: '2026-11-24' },
  carrier: 'dhl',
  shipments: [{ shipment: 's1', number: 'N1', pickedUpAt: '2026-11-22T10:00:00Z', evidence: 'carrier' }],
  lines: [{ sku: 'a' }],
  colour: 'green',
};

describe('an order snapshot', () => {
  it('becomes the events that made it, in their order, each with its own time or with asOf', () => {
    const events = order(shipped);
    expect(timeline(events)).toEqual([
      '2026-11-20T08:00:00Z order.created',
      '2026-11-20T09:00:00+01:00 order.opened',
      '2026-11-22T10:00:00Z shipment.picked-up',
      '2026-11-23T11:30:00Z order.shipped',
      '2026-11-23T11:30:00Z shipment.tracking-set',
    ]);
    expect(events[0]?.data).toEqual({
      partner: 'p17',
      promise: { deliverBy: '2026-11-24' },
      carrier: 'dhl',
      lines: [{ sku: 'a' }],
      colour: 'green',
    });
    expect(events[3]?.data).toEqual({ partner: 'p17', carrier: 'dhl', timeQuality: 'inferred' });
    for (const event of events) expect(checkEvent(event)).toEqual({ type: event.type });
  });

  it('changes nothing when it is told again, whenever and in whatever order of fields', () => {
    const again = Object.fromEntries(Object.entries({ ...shipped, asOf: '2026-11-23T11:59:00Z' }).reverse());
    expect(ids(order(again, { id: 'poll-2', time: '2026-11-23T12:05:00Z' })).sort()).toEqual(
      ids(order(shipped)).sort(),
    );
  });

  it('adds only what is new when it moves on', () => {
    const before = new Set(ids(order(shipped)));
    const after = order({
      ...shipped,
      shippedAt: '2026-11-22T10:05:00Z',
      status: 'delivered',
      deliveredAt: '2026-11-23T09:00:00Z',
    });
    expect(timeline(after.filter((event) => !before.has(event.id)))).toEqual([
      '2026-11-22T10:05:00Z order.shipped',
      '2026-11-23T09:00:00Z order.delivered',
    ]);
  });

  it('tells a changed promise by a creation that carries it', () => {
    const moved = order({ ...shipped, promise: { deliverBy: '2026-11-26' } });
    expect(moved[0]?.id).not.toBe(order(shipped)[0]?.id);
    expect(moved[0]).toMatchObject({ type: 'order.created', time: '2026-11-20T08:00:00Z' });
  });

  it('tells two visits to a status apart by their times, or else by the rest of the state', () => {
    const held = (more: object) => order({ status: 'held', ...more }).find((event) => event.type === 'order.held')!;
    const first = held({ statusSince: '2026-11-23T08:00:00Z' });
    expect(first.time).toBe('2026-11-23T08:00:00Z');
    expect(held({ statusSince: '2026-11-23T10:00:00Z' }).id).not.toBe(first.id);
    expect(held({ updatedAt: '1' }).id).not.toBe(held({ updatedAt: '2' }).id);
    expect(held({ asOf: '2026-11-23T08:00:00Z' }).id).toBe(held({ asOf: '2026-11-23T09:00:00Z' }).id);
  });

  it('keeps its mark of history, its subject apart from others, and says where it came from', () => {
    const [event] = order({ status: 'opened' }, { importid: 'i' });
    expect(event).toMatchObject({ importid: 'i', subject: 'order/1', source: 'shop', derivedfrom: 'poll-1' });
    const other = deriveOrder(snapshot('order/2', { status: 'opened' }));
    expect(other[0]?.id).not.toBe(event?.id);
  });
});

describe('a ticket snapshot', () => {
  const pending: EventData = {
    asOf: '2026-11-23T11:30:00Z',
    category: 'shipment',
    subcategory: 'courier-issue',
    team: '3PL',
    status: 'pending',
    waitingOn: 'customer',
    createdAt: '2026-11-23T08:00:00Z',
    messages: [{ id: 'm1', at: '2026-11-23T08:20:00Z', public: true, actor: { kind: 'agent' } }],
  };

  it('becomes the events that made it', () => {
    const events = ticket(pending);
    expect(timeline(events)).toEqual([
      '2026-11-23T08:00:00Z ticket.created',
      '2026-11-23T08:20:00Z ticket.message',
      '2026-11-23T11:30:00Z ticket.assigned',
      '2026-11-23T11:30:00Z ticket.status-changed',
    ]);
    expect(events[0]?.data).toEqual({ category: 'shipment', subcategory: 'courier-issue' });
    expect(events[3]?.data).toEqual({ to: 'pending', waitingOn: 'customer', timeQuality: 'inferred' });
    for (const event of events) expect(checkEvent(event)).toEqual({ type: event.type });
  });

  it('changes nothing when it is told again', () => {
    expect(ids(ticket({ ...pending, asOf: '2026-11-23T12:30:00Z' }))).toEqual(ids(ticket(pending)));
  });

  it('ends as its status says, and tells the ends that have a time', () => {
    const closed = ticket({ status: 'closed', resolvedAt: '2026-11-23T09:00:00Z', closedAt: '2026-11-23T10:00:00Z' });
    expect(timeline(closed)).toEqual([
      '2026-11-23T09:00:00Z ticket.created',
      '2026-11-23T09:00:00Z ticket.resolved',
      '2026-11-23T10:00:00Z ticket.closed',
    ]);
    expect(timeline(ticket({ status: 'solved', createdAt: '2026-11-23T09:00:00Z' }))).toContain(
      '2026-11-23T12:00:00Z ticket.resolved',
    );
  });
});
