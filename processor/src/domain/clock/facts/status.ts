import type { Fact } from './fact.ts';

/** Events of a subject that say nothing of its state: what was said, found or rated. */
const STATELESS = new Set([
  'order.promise-changed',
  'order.rated',
  'order.snapshot',
  'ticket.classified',
  'ticket.assigned',
  'ticket.message',
  'ticket.rated',
  'ticket.snapshot',
]);

/**
 * The state that an event puts its subject into: `opened` of order.opened, the `to` of ticket.status-changed. Undefined
 * where it says nothing of it; a parcel's scans are the parcel's.
 */
export function statusTold({ type, data }: Fact): string | undefined {
  if (type === 'ticket.status-changed' || type === 'order.status-corrected') {
    return typeof data.to === 'string' ? data.to : undefined;
  }
  const dot = type.indexOf('.');
  const family = type.slice(0, dot);
  return (family === 'order' || family === 'ticket') && !STATELESS.has(type) ? type.slice(dot + 1) : undefined;
}
