import type { NewRecord } from '@belfry/ingest/log';

const PARTNERS = 100;
/** As long as the demo pack's promise to ship; and the grace that every deadline has. ms. */
export const PROMISED_MS = 3_000;
export const GRACE_MS = 2_000;

/** An order that is opened and goes on for days: one running clock, "ship within a business day". */
export const openOrder = (n: number, time: number): NewRecord => record(openName(n), 'order.opened', 0, time, n, {});

/** What a carrier tells of it meanwhile: it matters to nobody's clock, and is kept. */
export const scanOrder = (n: number, k: number, time: number): NewRecord =>
  record(openName(n), 'shipment.in-transit', k, time, n, { shipment: 's-1', carrier: 'carrier-1' });

/** It ships in time and is over. */
export const shipOpenOrder = (n: number, time: number): NewRecord =>
  record(openName(n), 'order.shipped', 0, time, n, { shipment: 's-1', carrier: 'carrier-1' });

/** An order whose deadline is `due`, ms UTC: the demo pack promises three seconds. */
export const dueOrder = (n: number, due: number): NewRecord =>
  record(dueName(n), 'order.opened', 0, due - PROMISED_MS, n, { salesChannel: 'demo' });

/** It ships, too late: its breach is over. */
export const shipDueOrder = (n: number, time: number): NewRecord =>
  record(dueName(n), 'order.shipped', 1, time, n, { salesChannel: 'demo' });

const openName = (n: number): string => `order/open-${n}`;
export const dueName = (n: number): string => `order/due-${n}`;

const LIFE = [
  ['order.created', { promise: { deliverBy: '2030-01-31T22:59:59.999Z', precision: 'date', zone: 'Europe/Prague' } }],
  ['order.opened', {}],
  ['shipment.tracking-set', { shipment: 's-1', number: '0123456789', url: 'https://example.org/t/0123456789' }],
  ['order.shipped', { shipment: 's-1', carrier: 'carrier-1' }],
  ['shipment.delivered', { shipment: 's-1', evidence: 'carrier' }],
] as const;
/** So many orders live at once: their events are interleaved. */
const AT_ONCE = 1_000;

/** The n-th event of an endless stream of orders that live through all of their events. */
export function streamed(n: number, time: number): NewRecord {
  const block = Math.floor(n / (AT_ONCE * LIFE.length));
  const within = n % (AT_ONCE * LIFE.length);
  const order = block * AT_ONCE + (within % AT_ONCE);
  const step = Math.floor(within / AT_ONCE);
  const [type, data] = LIFE[step]!;
  return record(`order/live-${order}`, type, step, time, order, data);
}

function record(key: string, type: string, k: number, time: number, n: number, data: object): NewRecord {
  const partner = `p${String(1 + (n % PARTNERS)).padStart(2, '0')}`;
  const event = {
    specversion: '1.0',
    id: `${key}-${type}-${k}`,
    source: 'https://shop.example.org/eu-central/orders',
    type,
    subject: key,
    time: new Date(time).toISOString(),
    data: { partner, salesChannel: 'web', actor: { kind: 'platform', id: 'oms-7' }, ...data },
  };
  return { key, kind: 'event', value: Buffer.from(JSON.stringify(event)) };
}
