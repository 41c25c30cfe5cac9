import type { Telling, ToldEvent } from './traffic.ts';

/** An order as a row tells of it by hand; what differs is given. */
export const anEvent = (more: Partial<ToldEvent> & Pick<ToldEvent, 'id' | 'subject'>): ToldEvent => ({
  ...{ specversion: '1.0', source: 'faults', type: 'order.opened', time: new Date().toISOString() },
  ...{ data: { partner: 'p1', salesChannel: 'web' } },
  ...more,
});

/** All at once. */
export const atOnce = (events: readonly ToldEvent[]): Telling[] => events.map((event) => ({ afterMs: 0, event }));
