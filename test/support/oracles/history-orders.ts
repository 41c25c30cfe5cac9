import { readFile } from 'node:fs/promises';
import { DateTime } from 'luxon';

/**
 * Counts over the raw files of orders (orders.csv and order_items.csv), the slow and plain way, to hold an import and
 * the KPIs against. Imports nothing from ingest or the processor, and reads every row anew.
 */

export interface OrderFiles {
  readonly orders: string;
  readonly items: string;
}

/** One order, or one seller's part of it, whose promised day can be judged. All instants are ms UTC. */
export interface PromisedPart {
  readonly order: string;
  readonly seller: string;
  /** The last millisecond of the promised day in America/Sao_Paulo. */
  readonly due: number;
  readonly deliveredAt: number | null;
  /** When it was cancelled at the latest: the file has no time of it, so the latest time that it has. */
  readonly cancelledAt: number | null;
}

export interface OnTimeCount {
  num: number;
  den: number;
}

export interface OnTime {
  readonly total: OnTimeCount;
  readonly bySeller: ReadonlyMap<string, OnTimeCount>;
}

const ZONE = 'America/Sao_Paulo';

export async function promisedParts(files: OrderFiles): Promise<PromisedPart[]> {
  const sellers = new Map<string, Set<string>>();
  for (const item of await rowsOf(files.items)) {
    const of = sellers.get(item.order_id!) ?? new Set();
    of.add(item.seller_id!);
    sellers.set(item.order_id!, of);
  }
  const parts: PromisedPart[] = [];
  for (const row of await rowsOf(files.orders)) {
    const latest = Math.max(
      ...[
        row.order_purchase_timestamp,
        row.order_approved_at,
        row.order_delivered_carrier_date,
        row.order_delivered_customer_date,
      ]
        .filter((text) => text !== '')
        .map((text) => localTime(text!)),
    );
    const delivered = row.order_delivered_customer_date === '' ? null : localTime(row.order_delivered_customer_date!);
    for (const seller of sellers.get(row.order_id!) ?? ['unknown']) {
      parts.push({
        order: row.order_id!,
        seller,
        due: DateTime.fromSQL(row.order_estimated_delivery_date!, { zone: ZONE }).endOf('day').toMillis(),
        // Delivered without a time: the latest that the row knows.
        deliveredAt: delivered ?? (row.order_status === 'delivered' ? latest : null),
        cancelledAt: row.order_status === 'canceled' ? latest : null,
      });
    }
  }
  return parts;
}

/** Whole local days, the as-of day included: the meaning of as-of and window on the wall, in the API and in SQL. */
export interface Period {
  /** The last local day that counts, for instance 2018-09-01. */
  readonly asOf: string;
  /** How many days, the as-of day among them; without it all that came before count too. */
  readonly days?: number;
  /** Whose days: the partner's zone, which is UTC for partners that no policy names. */
  readonly zone?: string;
}

/**
 * On-time delivery of the promises that fell due on the days of a period. In the denominator: parts that were not
 * cancelled before they fell due, unless they had been delivered by then. In the numerator: delivered by the end of the
 * promised day. A promised day of Sao Paulo ends at 02:59:59.999Z or 01:59:59.999Z, so in UTC it falls due a day later.
 */
export function onTimeDelivery(parts: readonly PromisedPart[], { asOf, days, zone = 'UTC' }: Period): OnTime {
  const total: OnTimeCount = { num: 0, den: 0 };
  const bySeller = new Map<string, OnTimeCount>();
  const first =
    days === undefined
      ? ''
      : DateTime.fromISO(asOf, { zone })
          .minus({ days: days - 1 })
          .toISODate()!;
  for (const { seller, due, deliveredAt, cancelledAt } of parts) {
    // Dates of ISO 8601 stand in the order of their letters.
    const day = DateTime.fromMillis(due, { zone }).toISODate()!;
    if (day > asOf || day < first) continue;
    const kept = deliveredAt !== null && deliveredAt <= due;
    if (!kept && cancelledAt !== null && cancelledAt <= due) continue;
    const of = bySeller.get(seller) ?? { num: 0, den: 0 };
    bySeller.set(seller, of);
    for (const count of [total, of]) {
      count.den++;
      if (kept) count.num++;
    }
  }
  return { total, bySeller };
}

const localTime = (text: string): number => DateTime.fromSQL(text, { zone: ZONE }).toMillis();

/** Rows by column. These files quote nothing; one that did would be read wrong, so it is refused. */
export async function rowsOf(file: string): Promise<Record<string, string>[]> {
  const text = await readFile(file, 'utf8');
  if (text.includes('"')) throw new Error(`${file} has quotes, which this oracle does not read`);
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
  });
}
