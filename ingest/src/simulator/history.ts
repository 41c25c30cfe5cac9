import type { BelfryEvent } from '../contract/index.ts';
import { creationTime } from './creation-times.ts';
import { createEventQueue, type TimedEvent } from './event-queue.ts';
import { orderEvents, ticketEvents } from './life-events.ts';
import { DAY } from './marketplace.ts';
import { type OrderLife, orderLife } from './order-life.ts';
import { type TicketLife, ticketLife } from './ticket-life.ts';

export interface HistoryOptions {
  readonly seed: string;
  /** ms UTC. */
  readonly from: number;
  readonly to: number;
  /** How many begin between `from` and `to`. */
  readonly orders: number;
  readonly tickets: number;
  /**
   * Whether every promise that broke has been made good by `to`, and nothing breaks by itself for the hours after it:
   * the demo begins with a wall on which all is kept. Default: true.
   */
  readonly settled?: boolean;
  /** Marks the events as an import's, which ends with `import.finished` of the same id. */
  readonly importid?: string;
}

/** The demo's volumes: thirty days that end at `to`. */
export const demoHistory = (seed: string, to: number): HistoryOptions => ({
  seed,
  from: to - 30 * DAY,
  to,
  orders: 60_000,
  tickets: 3_000,
});

/** Thirty days of a marketplace, in the order in which things happened. The same options give the same bytes. */
export function* simulateHistory(options: HistoryOptions): Generator<BelfryEvent, void, void> {
  for (const { at, event } of simulate(options)) {
    if (at > options.to) return;
    yield event;
  }
}

/**
 * What happens after a history: its open orders and tickets go on, and new ones begin at the same pace, for ever. After
 * a stop, events since then are given at once, with the ids that they would have had.
 * @param since ms UTC, not before the history's end: what happened up to then has been told.
 */
export function* simulateTraffic(options: HistoryOptions, since = options.to): Generator<TimedEvent, void, void> {
  const { importid: _, ...live } = options;
  yield* simulate(live, Math.max(since, options.to));
}

/** The lives that begin in a history, in the order of their beginning. */
export function* simulateLives(options: HistoryOptions): Generator<Life, void, void> {
  for (const life of lives(options)) {
    if (('order' in life ? life.order.createdAt : life.ticket.createdAt) > options.to) return;
    yield life;
  }
}

/** @param after only what happens after this instant, ms UTC; lives that are over by then are passed over. */
function* simulate(options: HistoryOptions, after = Number.NEGATIVE_INFINITY): Generator<TimedEvent, void, void> {
  const queue = createEventQueue();
  for (const life of lives(options, after - LONGEST_LIFE)) {
    const begins = 'order' in life ? life.order.createdAt : life.ticket.createdAt;
    for (let next = queue.takeBefore(begins); next !== undefined; next = queue.takeBefore(begins)) yield next;
    const events =
      'order' in life ? orderEvents(life.order, options.importid) : ticketEvents(life.ticket, options.importid);
    for (const event of events) if (event.at > after) queue.put(event);
  }
}

/** No order and no ticket takes longer from its first event to its last. */
const LONGEST_LIFE = 18 * DAY;

type Life = { readonly order: OrderLife } | { readonly ticket: TicketLife };

/** The lives that begin at `since` or later, in order. Endless, unless neither orders nor tickets are asked for. */
function* lives(options: HistoryOptions, since = Number.NEGATIVE_INFINITY): Generator<Life, void, void> {
  const { seed, from, to, orders, tickets } = options;
  const length = (to - from) / DAY;
  // What begins after the history may go wrong and be made good in its own time.
  const settledBy = (begins: number): number =>
    begins <= to && options.settled !== false ? to : Number.POSITIVE_INFINITY;
  const begin = (n: number, count: number): number =>
    count === 0 ? Number.POSITIVE_INFINITY : creationTime(n, from, count / length);
  const daysBefore = Math.max(0, Math.floor((since - from) / DAY));
  let order = Math.floor((daysBefore * orders) / length);
  let ticket = Math.floor((daysBefore * tickets) / length);
  let orderAt = begin(order, orders);
  let ticketAt = begin(ticket, tickets);
  while (orderAt < Number.POSITIVE_INFINITY || ticketAt < Number.POSITIVE_INFINITY) {
    if (orderAt <= ticketAt) {
      yield { order: orderLife(seed, order, orderAt, settledBy(orderAt)) };
      orderAt = begin(++order, orders);
    } else {
      yield { ticket: ticketLife(seed, ticket, ticketAt, settledBy(ticketAt), order) };
      ticketAt = begin(++ticket, tickets);
    }
  }
}
