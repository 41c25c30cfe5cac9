import type { BelfryEvent } from '../contract/index.ts';
import { event, iso } from './life-events.ts';
import { endOfLocalDay, localDay } from './local-day.ts';
import { CARRIERS, DAY, HOUR, MARKETS, MINUTE } from './marketplace.ts';

/**
 * The partner of the demo whose on-time rate falls below its limit and comes back (screens: the demo, 3:20 and 4:40). All of
 * its orders are the story's, so that its numbers are known to the order: 903 of 1000 in the last seven days (90.3 %); 61
 * orders that the shop tells of too late, 50 of which came in time, make it 953 of 1061 (89.8 %); the carrier has delivered
 * three more of them in time, which makes it 956 of 1061 (90.1 %). Without those 50 the budget would burn too fast once the
 * story is told for the second time within three days, and that would not be over when the story is.
 */
export interface PartnerStory {
  /** Told with the history. */
  readonly aged: readonly BelfryEvent[];
  /** The shop tells of orders whose day is over. */
  readonly late: readonly BelfryEvent[];
  /** The carrier tells that some of them came in time. */
  readonly inTime: readonly BelfryEvent[];
  /** And when the others came. */
  readonly rest: readonly BelfryEvent[];
}

/** It has no orders in the simulated traffic. */
export const STORY_PARTNER = 'p12';
/** Its own shop system tells all there is of it, what carriers told it included. */
export const STORY_SOURCE = 'shop-zlin';

const { zone } = MARKETS.cz;
const OF = 1000;
const ON_TIME = 903;
/** Told too late: those that came in time, and those of which nobody knows yet. */
const KNOWN_IN_TIME = 50;
const LATE = 11;
const CAME_IN_TIME = 3;
/** The last local days before the start in which its orders fall due; today is left to those that are told late. */
const DUE_DAYS = 5;
const WINDOW_DAYS = 7;
/** Beside them, those that the partner cancels; and of so many one that it ships without tracking. */
const CANCELLED = 2;
const UNTRACKED_EACH = 27;

interface DayCount {
  num: number;
  den: number;
}

interface Plan {
  /** How many thousands it takes for the rate to be what the story says. */
  readonly scale: number;
  readonly orders: number;
  readonly onTime: number;
}

/**
 * @param start ms UTC of the story.
 * @param earlier the starts of the stories that were told before: what is left of them in the window counts too.
 * @param importid marks the aged orders; they are named by it, so that an import told twice tells of the same orders.
 */
export function partnerStory(start: number, earlier: readonly number[], importid = ''): PartnerStory {
  const { scale, orders, onTime } = plan(earlier, start);
  const run = Math.floor(start / 1000).toString(36);
  const aged = Array.from({ length: orders }, (_, n) => {
    const name = `S-${importid}-${n}`;
    // The late ones fall due early enough that they have come by the start.
    const isLate = n >= onTime;
    const daysAgo = isLate ? 2 + (n % (DUE_DAYS - 1)) : 1 + (n % DUE_DAYS);
    const due = endOfLocalDay(start, -daysAgo, zone);
    const deliveredAt = due + (isLate ? 20 * HOUR : -5 * HOUR);
    return orderOf(name, n, due, n % UNTRACKED_EACH !== 0, deliveredAt, importid);
  }).flat();
  const cancelled = Array.from({ length: CANCELLED }, (_, n) =>
    cancelledOrder(`C-${importid}-${n}`, start, n, importid),
  );
  const due = start - 10 * MINUTE;
  const known = Array.from({ length: KNOWN_IN_TIME * scale }, (_, n) => `K-${run}-${n}`);
  const told = Array.from({ length: LATE * scale }, (_, n) => `L-${run}-${n}`);
  return {
    aged: [...aged, ...cancelled.flat()],
    late: [
      ...known.flatMap((name, n) => orderOf(name, n, due, true, due - HOUR)),
      ...told.flatMap((name, n) => orderOf(name, n, due, true)),
    ],
    inTime: told.slice(0, CAME_IN_TIME * scale).map((name, n) => delivered(name, n, due - HOUR)),
    rest: told
      .slice(CAME_IN_TIME * scale)
      .map((name, n) => delivered(name, n + CAME_IN_TIME * scale, start + 4 * MINUTE)),
  };
}

function plan(earlier: readonly number[], start: number): Plan {
  const days = new Map<number, DayCount>();
  const count = (day: number, num: number, den: number): void => {
    const sum = days.get(day) ?? { num: 0, den: 0 };
    days.set(day, { num: sum.num + num, den: sum.den + den });
  };
  const planAt = (at: number): Plan => {
    const today = localDay(at, zone);
    let [num, den] = [0, 0];
    for (const [day, sum] of days) {
      if (day > today || day <= today - WINDOW_DAYS) continue;
      num += sum.num;
      den += sum.den;
    }
    let scale = Math.floor(den / OF) + 1;
    // What is left may be worse than the rate that is told: it takes so many orders that it can be made up for.
    while (scale * ON_TIME - num > scale * OF - den) scale++;
    return { scale, orders: scale * OF - den, onTime: scale * ON_TIME - num };
  };
  for (const at of earlier) {
    const { scale, orders, onTime } = planAt(at);
    const today = localDay(at, zone);
    for (let n = 0; n < orders; n++) {
      const isLate = n >= onTime;
      count(today - (isLate ? 2 + (n % (DUE_DAYS - 1)) : 1 + (n % DUE_DAYS)), isLate ? 0 : 1, 1);
    }
    count(localDay(at - 10 * MINUTE, zone), (KNOWN_IN_TIME + CAME_IN_TIME) * scale, (KNOWN_IN_TIME + LATE) * scale);
  }
  return planAt(start);
}

/** One order. What ends a promise is told before what begins it: its shop tells it late, and no clock may run meanwhile. */
function orderOf(
  name: string,
  n: number,
  due: number,
  tracked: boolean,
  deliveredAt?: number,
  importid?: string,
): BelfryEvent[] {
  const carrier = carrierOf(n);
  const createdAt = due - 5 * DAY - (n % 7) * HOUR;
  const openedAt = createdAt + 5 * MINUTE;
  const shippedAt = openedAt + 6 * HOUR;
  const shipment = `${name}-1`;
  const tell = teller(name, importid);
  return [
    tell('shipped', 'order.shipped', shippedAt, { shipment, carrier }),
    ...(tracked
      ? [
          tell('tracking', 'shipment.tracking-set', shippedAt, {
            shipment,
            carrier,
            number: name,
            url: `https://track.example/${carrier}/${name}`,
          }),
        ]
      : []),
    ...(deliveredAt === undefined ? [] : [delivered(name, n, deliveredAt, importid)]),
    tell('opened', 'order.opened', openedAt, {}),
    tell('created', 'order.created', createdAt, {
      market: 'cz',
      promise: { shipBy: iso(openedAt + DAY), deliverBy: iso(due), precision: 'instant', zone },
    }),
  ];
}

function cancelledOrder(name: string, start: number, n: number, importid: string): BelfryEvent[] {
  const openedAt = start - (n + 1) * 16 * HOUR;
  const tell = teller(name, importid);
  return [
    tell('created', 'order.created', openedAt - 5 * MINUTE, { market: 'cz' }),
    tell('opened', 'order.opened', openedAt, {}),
    tell('cancelled', 'order.cancelled', openedAt + HOUR, { by: 'partner', reason: 'out of stock' }),
  ];
}

function delivered(name: string, n: number, at: number, importid?: string): BelfryEvent {
  const carrier = carrierOf(n);
  const data = { partner: STORY_PARTNER, salesChannel: 'web', shipment: `${name}-1`, carrier, evidence: 'carrier' };
  return event(`${name}:delivered`, STORY_SOURCE, 'shipment.delivered', `order/${name}`, at, data, importid);
}

const carrierOf = (n: number): string => CARRIERS[n % CARRIERS.length]!.id;

const teller =
  (name: string, importid: string | undefined) =>
  (part: string, type: BelfryEvent['type'], at: number, data: Record<string, unknown>): BelfryEvent =>
    event(
      `${name}:${part}`,
      STORY_SOURCE,
      type,
      `order/${name}`,
      at,
      { partner: STORY_PARTNER, salesChannel: 'web', ...data },
      importid,
    );
