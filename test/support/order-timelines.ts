import { T0 } from './arbitrary-promises.ts';
import type { PaperData, PaperRecord } from './oracles/clock/paper.ts';

/**
 * The same timeline told of an order: what happens to a ticket has its like there, and classifying becomes moving the
 * promised date, by those who may and by those who may not.
 */

export const ORDER = 'order/1';

const LIKE: Readonly<Record<string, string>> = {
  'ticket/1': ORDER,
  ticket: 'order',
  'ticket.created': 'order.created',
  'ticket.status-changed': 'order.status-corrected',
  'ticket.message': 'order.rated',
  'ticket.resolved': 'order.delivered',
  'ticket.closed': 'order.returned',
  'ticket.reopened': 'order.released',
  'ticket.classified': 'order.promise-changed',
  'ticket.assigned': 'order.held',
  'ticket.merged': 'order.cancelled',
  'ticket.deleted': 'order.refused',
  resolved: 'delivered',
  closed: 'returned',
};

const until = (minutes: number): PaperData => ({ deliverBy: new Date(T0 + minutes * 60_000).toISOString() });

const MOVES: Readonly<Record<string, PaperData>> = {
  billing: { to: until(100), by: 'customer' },
  delivery: { to: until(400), by: 'partner' },
  returns: { to: until(60), by: { kind: 'carrier', id: 'dhl' } },
  high: { to: { deliverBy: '2026-01-05', zone: 'West' } },
};

export const ofAnOrder = (timeline: readonly PaperRecord[]): PaperRecord[] =>
  timeline.map((record) => {
    const told = renamed(record) as PaperRecord;
    if (told.what !== 'event' || told.type !== 'order.promise-changed') return told;
    return { ...told, data: MOVES[String(told.data.to)] ?? { to: until(10) } };
  });

/** Calendars are kept as they are: looking at one anew takes its time. */
function renamed(value: unknown): unknown {
  if (typeof value === 'string') return LIKE[value] ?? value;
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === 'calendars' ? each : renamed(each)]),
  );
}
