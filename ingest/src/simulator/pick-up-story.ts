import type { BelfryEvent } from '../contract/index.ts';
import { event } from './life-events.ts';
import { CARRIERS, type Carrier, HOUR, MINUTE, PARTNERS, type SimulatedPartner } from './marketplace.ts';

/**
 * The carrier of the demo that stops scanning (screens: the demo, 2:40 and 4:20). The shops have handed over 60 parcels to it, and
 * each of them is to be picked up within two hours (demo pack): their deadlines run out one after the other. When the scans
 * come back, most of them say that the parcel was picked up in time. The others are picked up too late, in truth.
 */
export interface PickUpStory {
  /** The shops tell of the parcels that they handed over almost two hours ago. */
  readonly handedOver: readonly BelfryEvent[];
  /** The carrier's scans of those that it picked up in time. */
  readonly inTime: readonly BelfryEvent[];
  /** And of those that it did not. */
  readonly late: readonly BelfryEvent[];
}

export interface PickUpStoryOptions {
  /** ms UTC: the first deadline runs out here, and the last one shortly before the end. */
  readonly from: number;
  readonly to: number;
  /** ms UTC: when the late ones are picked up. */
  readonly lateAt: number;
  /** Names the orders: those of another run are others. */
  readonly run: string;
}

/** The sales channel of its orders, of which the demo pack promises a pick-up. Nothing else is sold there. */
export const PICK_UP_CHANNEL = 'demo-express';
export const SILENT_CARRIER: Carrier = CARRIERS[1]!;

const PARCELS = 60;
/** Of so many one is late, in truth. */
const LATE_EACH = 12;
const TARGET = 2 * HOUR;
/** The partner of the other story has exactly the orders that its numbers need. */
const SHOPS = PARTNERS.filter(({ weight }) => weight > 0);

export function pickUpStory({ from, to, lateAt, run }: PickUpStoryOptions): PickUpStory {
  const parcels = Array.from({ length: PARCELS }, (_, n) => {
    const due = from + Math.round((n * (to - from)) / PARCELS);
    return { name: `P-${run}-${n}`, shop: SHOPS[n % SHOPS.length]!, due, n, isLate: n % LATE_EACH === LATE_EACH - 1 };
  });
  return {
    handedOver: parcels.flatMap(({ name, shop, due }) => orderOf(name, shop, due - TARGET)),
    inTime: parcels
      .filter(({ isLate }) => !isLate)
      .map(({ name, shop, due, n }) => scanned(name, shop, due - (5 + (n % 40)) * MINUTE)),
    late: parcels.filter(({ isLate }) => isLate).map(({ name, shop }) => scanned(name, shop, lateAt)),
  };
}

/**
 * No date of delivery is promised: the story is over long before anybody could deliver. It is on its way to the carrier and
 * has not shipped, so that no partner's tracking rate moves.
 */
function orderOf(name: string, shop: SimulatedPartner, handedOverAt: number): BelfryEvent[] {
  const tell = (part: string, type: BelfryEvent['type'], at: number, data: Record<string, unknown>): BelfryEvent =>
    event(`${name}:${part}`, 'warehouse', type, `order/${name}`, at, { ...placeOf(shop), ...data });
  const openedAt = handedOverAt - 40 * MINUTE;
  return [
    tell('created', 'order.created', openedAt - 5 * MINUTE, { market: shop.market }),
    tell('opened', 'order.opened', openedAt, {}),
    tell('shipping', 'order.shipping', handedOverAt, { shipment: `${name}-1`, carrier: SILENT_CARRIER.id }),
  ];
}

function scanned(name: string, shop: SimulatedPartner, at: number): BelfryEvent {
  const { id: carrier, source } = SILENT_CARRIER;
  const data = { ...placeOf(shop), shipment: `${name}-1`, carrier };
  return event(`${name}:picked-up`, source, 'shipment.picked-up', `order/${name}`, at, data);
}

const placeOf = (shop: SimulatedPartner) => ({ partner: shop.id, salesChannel: PICK_UP_CHANNEL });
