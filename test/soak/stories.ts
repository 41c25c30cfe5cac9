import type { BelfryEvent } from '@belfry/ingest/contract';

const SECOND = 1_000;
const PARTNERS = 20;
/** As the demo pack promises; and its grace. ms. */
const PROMISED_MS = 3 * SECOND;
const DAY = 86_400_000;

/** How an order goes, and what it must say. */
export type Story = 'in time' | 'late' | 'late evidence' | 'cancelled' | 'several days';

/** What an order tells and when, ms after its beginning. Every order comes to its end: nothing may be left of it. */
export interface Telling {
  readonly after: number;
  readonly event: BelfryEvent;
}

/** Numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 4_294_967_296;
  };
}

/** Which story the next order has: most are kept; every fifth or so breaks, and of those some had shipped in time. */
export function storyOf(chance: number): Story {
  if (chance < 0.4) return 'in time';
  if (chance < 0.52) return 'late';
  if (chance < 0.6) return 'late evidence';
  if (chance < 0.65) return 'cancelled';
  return 'several days';
}

/**
 * @param name of the order; those of one load are told apart by it.
 * @param at when it begins, ms UTC.
 */
export function tellingsOf(story: Story, name: string, at: number, chance: number): Telling[] {
  const subject = `order/${name}`;
  const event = (after: number, type: BelfryEvent['type'], happened: number, data: object): Telling => ({
    after,
    event: {
      specversion: '1.0',
      id: `${name}-${type}`,
      source: 'soak',
      type,
      subject,
      time: new Date(at + happened).toISOString(),
      data: { partner: `p${1 + Math.floor(chance * PARTNERS)}`, ...data },
    },
  });
  const demo = { salesChannel: 'demo' };
  const opened = event(0, 'order.opened', 0, demo);
  const early = Math.round(chance * 2_500);
  switch (story) {
    case 'in time':
      return [opened, event(early, 'order.shipped', early, demo)];
    case 'cancelled':
      return [opened, event(early, 'order.cancelled', early, demo)];
    case 'late': {
      const ships = 7 * SECOND + early;
      return [opened, event(ships, 'order.shipped', ships, demo)];
    }
    case 'late evidence':
      return [opened, event(8 * SECOND + early, 'order.shipped', Math.min(early, PROMISED_MS), demo)];
    case 'several days': {
      const web = { salesChannel: 'web', shipment: 's-1', carrier: 'swift' };
      const promise = { deliverBy: new Date(at + 9 * DAY).toISOString() };
      return [
        event(0, 'order.created', 0, { ...web, promise }),
        event(SECOND, 'order.opened', SECOND, web),
        event(5 * SECOND, 'shipment.tracking-set', 5 * SECOND, { ...web, number: `SW-${name}` }),
        event(10 * SECOND, 'order.shipped', 10 * SECOND, web),
        event(20 * SECOND, 'shipment.delivered', 20 * SECOND, { ...web, evidence: 'carrier' }),
      ];
    }
  }
}
