import { DateTime } from 'luxon';
import { rowsOf } from './history-orders.ts';

/**
 * On-time delivery and ship confirmation over the raw files of orders, per seller and per month, as a manager would count
 * them with the two files and a calendar. Imports nothing from ingest or the processor. Every time of the files is one of
 * Sao Paulo.
 */

const ZONE = 'America/Sao_Paulo';
/** Month and day of the test pack's holidays. */
const HOLIDAYS = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-15', '12-25'];

/** By `<seller> <month>`, for instance `4a3c 2018-05`: [kept, of]. */
export type MonthlyCounts = Map<string, [number, number]>;

interface SellerOrder {
  readonly seller: string;
  readonly status: string;
  readonly openedAt: DateTime | null;
  readonly shippedAt: DateTime | null;
  readonly deliveredAt: DateTime | null;
  readonly cancelledAt: DateTime | null;
  /** The estimated day, at its first instant. */
  readonly estimated: DateTime;
}

export async function sellerOrders(files: { orders: string; items: string }): Promise<SellerOrder[]> {
  const items = await rowsOf(files.items);
  const found: SellerOrder[] = [];
  for (const row of await rowsOf(files.orders)) {
    const at = (column: string): DateTime | null =>
      row[column] === '' ? null : DateTime.fromSQL(row[column]!, { zone: ZONE });
    const known = [
      'order_purchase_timestamp',
      'order_approved_at',
      'order_delivered_carrier_date',
      'order_delivered_customer_date',
    ]
      .map(at)
      .filter((time) => time !== null);
    // What has a status but no time happened at the latest time that the row knows.
    const latest = DateTime.max(...known)!;
    const status = row.order_status!;
    const beyond = (column: string, ...statuses: string[]): DateTime | null =>
      at(column) ?? (statuses.includes(status) ? latest : null);
    const sellers = new Set(items.filter((item) => item.order_id === row.order_id).map((item) => item.seller_id!));
    for (const seller of sellers.size === 0 ? ['unknown'] : sellers) {
      found.push({
        seller,
        status,
        openedAt: beyond(
          'order_approved_at',
          'approved',
          'processing',
          'invoiced',
          'shipped',
          'delivered',
          'unavailable',
        ),
        shippedAt: beyond('order_delivered_carrier_date', 'shipped', 'delivered'),
        deliveredAt: beyond('order_delivered_customer_date', 'delivered'),
        cancelledAt: status === 'canceled' ? latest : null,
        estimated: at('order_estimated_delivery_date')!,
      });
    }
  }
  return found;
}

/**
 * Delivered on the estimated day or before it (`date`), or before its first instant, as the file's timestamp would have it
 * (`timestamp`). In the month in which the promise fell due; an order cancelled before that, and not delivered, was promised
 * nothing any more.
 */
export function onTime(orders: readonly SellerOrder[], by: 'date' | 'timestamp', now: DateTime): MonthlyCounts {
  const counts: MonthlyCounts = new Map();
  for (const { seller, deliveredAt, cancelledAt, estimated } of orders) {
    const due = by === 'date' ? estimated.endOf('day') : estimated;
    const kept = deliveredAt !== null && deliveredAt <= due;
    const cancelled = cancelledAt !== null && cancelledAt <= due;
    if (due > now || (!kept && cancelled)) continue;
    // A deadline closes the day before it, if it is the midnight after it.
    count(counts, seller, due.minus({ milliseconds: 1 }), kept);
  }
  return counts;
}

/**
 * Shipped (or cancelled) by the same time of the second working day after the payment was approved; in the month of the
 * approval.
 */
export function shippedInBusinessDays(orders: readonly SellerOrder[], days: number, now: DateTime): MonthlyCounts {
  const counts: MonthlyCounts = new Map();
  for (const { seller, openedAt, shippedAt, cancelledAt } of orders) {
    if (openedAt === null) continue;
    const due = businessDaysAfter(openedAt, days);
    const ends = [shippedAt, cancelledAt].filter((time) => time !== null);
    const end = DateTime.min(...ends) ?? null;
    if (end === null && due > now) continue;
    count(counts, seller, openedAt, end !== null && end <= due);
  }
  return counts;
}

const isWorkday = (at: DateTime): boolean => at.weekday <= 5 && !HOLIDAYS.includes(at.toFormat('MM-dd'));

/** Outside 08:00 to 18:00, and on a day off, the clock waits for the next opening. */
function businessDaysAfter(start: DateTime, days: number): DateTime {
  let at = start;
  if (isWorkday(at) && at.hour < 8) at = at.set({ hour: 8, minute: 0, second: 0, millisecond: 0 });
  if (!isWorkday(at) || at.hour >= 18) {
    do at = at.plus({ days: 1 }).set({ hour: 8, minute: 0, second: 0, millisecond: 0 });
    while (!isWorkday(at));
  }
  for (let left = days; left > 0; ) {
    at = at.plus({ days: 1 });
    if (isWorkday(at)) left--;
  }
  return at;
}

function count(counts: MonthlyCounts, seller: string, cohort: DateTime, kept: boolean): void {
  const key = `${seller} ${cohort.toFormat('yyyy-MM')}`;
  const [num, den] = counts.get(key) ?? [0, 0];
  counts.set(key, [num + (kept ? 1 : 0), den + 1]);
}
