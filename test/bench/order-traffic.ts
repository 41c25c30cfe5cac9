import type { NewRecord } from '@belfry/ingest/log';

/** The events of one order, in the order in which they happen; together with their envelope about 320 bytes each. */
const LIFE = [
  {
    type: 'order.created',
    data: { promise: { deliverBy: '2027-01-31T22:59:59.999Z', precision: 'date', zone: 'Europe/Prague' } },
  },
  { type: 'order.opened', data: {} },
  {
    type: 'shipment.tracking-set',
    data: { shipment: 's-1', number: '0123456789', url: 'https://example.org/t/0123456789' },
  },
  { type: 'order.shipped', data: { shipment: 's-1', carrier: 'carrier-1' } },
  { type: 'shipment.delivered', data: { shipment: 's-1', evidence: 'carrier' } },
] as const;

export const EVENTS_AN_ORDER = LIFE.length;

/**
 * Orders as they stream: every order's events in order, those of many orders interleaved.
 * @param first the number of the first order.
 * @param start ms UTC of the first event.
 */
export function* orderTraffic(first: number, orders: number, start: number): Generator<NewRecord> {
  const overlap = 1000;
  for (let at = first; at < first + orders; at += overlap) {
    const upTo = Math.min(at + overlap, first + orders);
    for (const [step, { type, data }] of LIFE.entries()) {
      for (let order = at; order < upTo; order++) {
        const key = `order/b-${order}`;
        const event = {
          specversion: '1.0',
          id: `b-${order}-${step}-7d1f0a9c`,
          source: 'https://shop.example.org/eu-central/orders',
          type,
          subject: key,
          time: new Date(start + order + step * 1000).toISOString(),
          data: {
            partner: `p${String(1 + (order % 12)).padStart(2, '0')}`,
            salesChannel: 'web',
            actor: { kind: 'platform', id: 'oms-7' },
            ...data,
          },
        };
        yield { key, kind: 'event', value: Buffer.from(JSON.stringify(event)) };
      }
    }
  }
}
