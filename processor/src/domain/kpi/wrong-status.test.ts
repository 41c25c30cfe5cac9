import { describe, expect, it } from 'vitest';
import type { KpiFact } from './view.ts';
import { isWrongStatus } from './wrong-status.ts';

/** What a marketplace of such states would write. */
const CONTRARY = {
  delivered: ['shipment.returned', 'shipment.lost'],
  returned: ['shipment.delivered', 'shipment.lost'],
  cancelled: ['order.delivered', 'shipment.delivered', 'shipment.returned'],
};

const told = (...facts: (string | [string, KpiFact['data']])[]): KpiFact[] =>
  facts.map((fact, time) =>
    typeof fact === 'string'
      ? { type: fact, time, data: { evidence: 'carrier' } }
      : { type: fact[0], time, data: fact[1] },
  );
const corrected = (from: string, to: string): [string, KpiFact['data']] => ['order.status-corrected', { from, to }];

describe('a wrong final status', () => {
  it.each([
    ['cancelled, and the carrier delivered it', told('order.cancelled', 'shipment.delivered')],
    ['the same, told in the other order', told('shipment.delivered', 'order.cancelled')],
    ['delivered, and the carrier brought it back', told('order.shipped', 'order.delivered', 'shipment.returned')],
    ['returned, and the customer has it', told('order.returned', ['shipment.delivered', { evidence: 'customer' }])],
    ['corrected from a final status', told('order.cancelled', corrected('cancelled', 'delivered'))],
    ['corrected though nobody told it', told(corrected('delivered', 'shipped'))],
    [
      'corrected into a status that evidence contradicts',
      told(corrected('shipped', 'cancelled'), 'shipment.delivered'),
    ],
    ['cancelled, and then delivered by the partner itself', told('order.cancelled', 'order.delivered')],
  ])('%s', (_name, facts) => {
    expect(isWrongStatus(facts, CONTRARY)).toBe(true);
  });

  it.each([
    ['no final status', told('order.opened', 'order.shipped', 'shipment.delivered')],
    ['delivered, as the carrier says', told('order.delivered', 'shipment.delivered')],
    ['delivered, and sent back later', told('shipment.delivered', 'order.delivered', 'shipment.returned')],
    ['cancelled, and a scan that nobody vouches for', told('order.cancelled', ['shipment.delivered', {}])],
    ['corrected before it was final', told(corrected('opened', 'shipped'), 'order.delivered')],
    ['corrected to what it was', told('order.cancelled', corrected('cancelled', 'cancelled'))],
    ['delivered and then returned by the customer', told('order.delivered', 'order.returned', 'shipment.returned')],
  ])('not: %s', (_name, facts) => {
    expect(isWrongStatus(facts, CONTRARY)).toBe(false);
  });
});
