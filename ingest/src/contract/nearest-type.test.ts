import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from './event.ts';
import { knownType, nearestType } from './nearest-type.ts';

describe('the types of events', () => {
  it('are known with and without the wire prefix', () => {
    for (const type of EVENT_TYPES) {
      expect(knownType(type)).toBe(type);
      expect(knownType(`belfry.${type}`)).toBe(type);
      expect(nearestType(type)).toBe(type);
    }
    expect(knownType('belfry.belfry.order.opened')).toBeUndefined();
  });

  it.each([
    ['order.shiped', 'order.shipped'],
    ['belfry.order.shiped', 'order.shipped'],
    ['Order.Cancelled', 'order.cancelled'],
    ['order.canceled', 'order.cancelled'],
    ['ticket.solved', 'ticket.resolved'],
    ['shipment.pickedup', 'shipment.picked-up'],
  ])('%s is nearest to %s', (told, nearest) => {
    expect(nearestType(told)).toBe(nearest);
  });

  it('have a nearest one for any text, at bounded cost', () => {
    expect(EVENT_TYPES).toContain(nearestType(''));
    expect(EVENT_TYPES).toContain(nearestType('x'.repeat(100_000)));
  });
});
