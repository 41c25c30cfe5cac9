import { endOfLocalDay } from './local-day.ts';
import {
  CARRIERS,
  type Carrier,
  CHANNELS,
  DAY,
  HOUR,
  MARKETS,
  MINUTE,
  PARTNERS,
  type SimulatedPartner,
  WRONG_STATUS,
} from './marketplace.ts';
import { type Random, randomOf } from './random.ts';

/** What will happen to one seller's part of an order. All instants are ms UTC. */
export interface PartLife {
  readonly partner: SimulatedPartner;
  readonly carrier: Carrier;
  readonly lines: readonly { readonly id: string; readonly sku: string; readonly quantity: number }[];
  readonly shippedAt?: number;
  /** Missing where the partner ships without tracking. */
  readonly trackedAt?: number;
  readonly pickedUpAt?: number;
  readonly deliveredAt?: number;
  /** When the partner says that it came back, though it was delivered. */
  readonly misreportedAt?: number;
}

export interface OrderLife {
  readonly id: string;
  readonly market: SimulatedPartner['market'];
  readonly channel: string;
  readonly test: boolean;
  readonly createdAt: number;
  /** When it is paid; missing where the customer leaves before. */
  readonly openedAt?: number;
  readonly shipBy: number;
  /** The last millisecond of the promised day in the market's zone. */
  readonly deliverBy: number;
  /** One a seller; few orders have two. */
  readonly parts: readonly PartLife[];
  readonly cancelled?: {
    readonly at: number;
    readonly by: 'customer' | 'partner' | 'call-centre';
    readonly reason: string;
  };
}

/**
 * The life of the n-th order. Usually a partner ships within 16 hours and the parcel comes by 20:00 of the promised day,
 * so that no promise of a business day or of a delivery date breaks. What goes wrong is told late, but told.
 * @param settledBy ms UTC: what goes wrong is over by then, or else does not go wrong. Infinity lets it be.
 */
export function orderLife(seed: string, n: number, createdAt: number, settledBy: number): OrderLife {
  const random = randomOf(seed, 'order', n);
  const partner = random.weighted(PARTNERS);
  const { zone } = MARKETS[partner.market];
  const openedAt = createdAt + (random.chance(0.06) ? random.between(1, 9) * HOUR : random.between(0.5, 25) * MINUTE);
  const deliverBy = endOfLocalDay(createdAt, random.whole(5, 8), zone);
  const base = {
    id: `D${100_000 + n}`,
    market: partner.market,
    channel: random.weighted(CHANNELS).id,
    test: random.chance(0.002),
    createdAt,
    shipBy: Math.round(openedAt + DAY),
    deliverBy,
  };
  const sellers = [partner];
  if (random.chance(0.015)) {
    const others = PARTNERS.filter(
      (other) => other.market === partner.market && other.id !== partner.id && other.weight > 0,
    );
    sellers.push(random.pick(others as [SimulatedPartner, ...SimulatedPartner[]]));
  }
  const cancelled = cancellation(random, createdAt, openedAt);
  // Dice of its own, so that the rest of the world stays as it was.
  const slips = randomOf(seed, 'wrong status', n);
  const parts = sellers.map((seller) =>
    misreported(partLife(random, seller, { openedAt, deliverBy, settledBy }, cancelled !== undefined), slips),
  );
  const opened = cancelled !== undefined && cancelled.at < openedAt ? {} : { openedAt: Math.round(openedAt) };
  return { ...base, ...opened, parts, ...(cancelled === undefined ? {} : { cancelled }) };
}

function cancellation(random: Random, createdAt: number, openedAt: number): OrderLife['cancelled'] {
  const dice = random.next();
  if (dice >= 0.03) return undefined;
  if (dice < 0.008)
    return {
      at: Math.round(createdAt + (openedAt - createdAt) * random.between(0.2, 0.9)),
      by: 'customer',
      reason: 'not paid',
    };
  const at = Math.round(openedAt + random.between(0.2, 10) * HOUR);
  if (dice < 0.014) return { at, by: 'partner', reason: 'out of stock' };
  if (dice < 0.027) return { at, by: 'customer', reason: 'changed their mind' };
  return { at, by: 'call-centre', reason: 'address cannot be served' };
}

function misreported(part: PartLife, random: Random): PartLife {
  if (part.deliveredAt === undefined || !random.chance(WRONG_STATUS)) return part;
  return { ...part, misreportedAt: Math.round(part.deliveredAt + random.between(1, 20) * HOUR) };
}

function partLife(
  random: Random,
  partner: SimulatedPartner,
  when: { readonly openedAt: number; readonly deliverBy: number; readonly settledBy: number },
  cancelled: boolean,
): PartLife {
  const carrier = random.weighted(CARRIERS);
  const lines = Array.from({ length: random.chance(0.8) ? 1 : random.whole(2, 4) }, (_, i) => ({
    id: String(i + 1),
    sku: `${partner.id}-${random.whole(1000, 9999)}`,
    quantity: random.chance(0.85) ? 1 : random.whole(2, 5),
  }));
  const lateShip = when.openedAt + random.between(100, 140) * HOUR;
  const goodShip = when.openedAt + random.between(0.5, 16) * HOUR;
  // A parcel that ships so late may arrive after its day too, twelve hours later at most (see inTime).
  const settles = lateShip + 12 * HOUR < when.settledBy;
  const shippedAt = random.chance(partner.lateShipping) && settles ? lateShip : goodShip;
  const tracking = random.next();
  // The number is known when the label is printed, before the parcel goes. Were it told after it, half of what has shipped
  // since the demo went live would be without tracking, and every partner's budget would burn.
  const trackedAt = shippedAt + (random.chance(0.05) ? random.between(6, 30) * HOUR : random.between(-20, 0) * MINUTE);
  const pickedUpAt = shippedAt + random.between(0.5, 6) * HOUR;
  const evening = when.deliverBy - 4 * HOUR;
  const soon = pickedUpAt + random.between(1, 3.5) * DAY;
  const inTime = Math.min(soon, Math.max(evening, pickedUpAt + 6 * HOUR));
  const late = Math.max(soon, when.deliverBy + random.between(4, 40) * HOUR);
  const deliveredAt = random.chance(partner.lateDelivery) && late < when.settledBy ? late : inTime;
  if (cancelled) return { partner, carrier, lines };
  return {
    partner,
    carrier,
    lines,
    shippedAt: Math.round(shippedAt),
    ...(tracking < partner.noTracking ? {} : { trackedAt: Math.round(Math.min(trackedAt, deliveredAt)) }),
    pickedUpAt: Math.round(pickedUpAt),
    deliveredAt: Math.round(deliveredAt),
  };
}
