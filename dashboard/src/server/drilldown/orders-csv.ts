import type { OrderRow } from '../../contract/kpi-api.ts';
import { type OrdersQuestion, ordersPage } from './orders-page.ts';
import type { Store } from './selection.ts';

/** As many rows as are asked for at once; each slice reads the clocks of its subjects. */
const SLICE = 5_000;

const COLUMNS = [
  'subject',
  'partner',
  'day',
  'counted',
  'market',
  'carrier',
  'channel',
  'due',
  'stop',
  'broken',
  'since',
  'cause',
] as const;

export interface OrdersCsv {
  /** So many rows, without the line of names. */
  readonly total: number;
  readonly lines: AsyncIterable<string>;
}

/**
 * All pages of a set as RFC 4180, as of the offsets that the tables had come to when it was asked for. The first slice has
 * been read when this resolves, so that what fails at once can still be refused.
 */
export async function ordersCsv(store: Store, question: Omit<OrdersQuestion, 'limit' | 'after'>): Promise<OrdersCsv> {
  const before = await eventPositions(store);
  const page = (after: string | undefined) => ordersPage(store, { ...question, before, after, limit: SLICE });
  const first = await page(undefined);
  async function* lines(): AsyncGenerator<string> {
    yield `${COLUMNS.join(',')}\r\n`;
    for (let slice = first; ; slice = await page(slice.next)) {
      yield slice.rows.map(csvLine).join('');
      if (slice.next === null) return;
    }
  }
  return { total: first.total, lines: lines() };
}

async function eventPositions({ sql, generation }: Store): Promise<ReadonlyMap<number, number>> {
  const rows = await sql.query<{ lane: number; next: number }>(
    `SELECT lane, next_offset AS next FROM positions WHERE generation = {generation:UInt32} AND log = 'events'`,
    { generation },
  );
  return new Map(rows.map(({ lane, next }) => [lane, next]));
}

/** One row with its line end. */
export function csvLine(row: OrderRow): string {
  const { subject, partner, day, num, market, carrier, channel, due, stop, broken, at, cause } = row;
  const cells = [subject, partner, day, num, market, carrier, channel, iso(due), iso(stop), broken.join(' '), iso(at)];
  return `${[...cells, cause].map(csvCell).join(',')}\r\n`;
}

const iso = (ms: number | null): string => (ms === null ? '' : new Date(ms).toISOString());

/**
 * A cell of RFC 4180. Text that a spreadsheet would run as a formula gets an apostrophe in front: a name comes from
 * whoever wrote the order.
 */
export function csvCell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
