import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type HistoryOptions, simulateLives } from './history.ts';
import { offsetOf } from './local-day.ts';
import type { OrderLife } from './order-life.ts';
import { randomOf } from './random.ts';
import { ticketRows } from './ticket-rows.ts';

/** Where the history was written. The columns are those of the example mappings in ingest/mappings. */
export interface HistoryFiles {
  readonly orders: string;
  readonly items: string;
  readonly incidents: string;
  readonly rows: { readonly orders: number; readonly items: number; readonly incidents: number };
}

/** The zone of the times in the files of orders, which name none. */
const ZONE = 'America/Sao_Paulo';

const ORDERS =
  'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date';
const ITEMS = 'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value';
const INCIDENTS =
  'number,ident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,location,category,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at';

/**
 * Writes a simulated history as the files that real shops and desks export: orders.csv with order_items.csv, and
 * incidents.csv with one row per update. The same options give the same bytes.
 */
export async function writeHistoryCsv(dir: string, options: HistoryOptions): Promise<HistoryFiles> {
  await mkdir(dir, { recursive: true });
  const orders = openCsv(join(dir, 'orders.csv'), ORDERS);
  const items = openCsv(join(dir, 'order_items.csv'), ITEMS);
  const incidents = openCsv(join(dir, 'incidents.csv'), INCIDENTS);
  let order = 0;
  let ticket = 0;
  for (const life of simulateLives(options)) {
    if ('order' in life) {
      const told = orderRows(life.order, options.to, options.seed, order++);
      await orders.write([told.order]);
      await items.write(told.items);
    } else {
      await incidents.write(ticketRows(life.ticket, options.to, ticket++));
    }
  }
  const rows = { orders: await orders.end(), items: await items.end(), incidents: await incidents.end() };
  return { orders: orders.file, items: items.file, incidents: incidents.file, rows };
}

function orderRows(life: OrderLife, to: number, seed: string, n: number): { order: string; items: string[] } {
  const random = randomOf(seed, 'orders.csv', n);
  const told = (at: number | undefined): number | undefined => (at !== undefined && at <= to ? at : undefined);
  // Few orders are stuck for good, as in every export: without items, or between approval and shipping.
  const stuck =
    life.cancelled === undefined && random.chance(0.04)
      ? random.pick(['unavailable', 'invoiced', 'processing'])
      : undefined;
  const cancelled = told(life.cancelled?.at) !== undefined;
  const opened = told(life.openedAt);
  const every = (pick: (part: OrderLife['parts'][number]) => number | undefined): number | undefined => {
    const times = life.parts.map((part) => told(pick(part)));
    return stuck !== undefined || times.includes(undefined) ? undefined : Math.max(...(times as number[]));
  };
  // A row has one time for all of its sellers: that of the last of them.
  const shipped = every((part) => part.shippedAt);
  const delivered = every((part) => part.deliveredAt);
  const status = cancelled
    ? 'canceled'
    : delivered !== undefined
      ? 'delivered'
      : shipped !== undefined
        ? 'shipped'
        : opened === undefined
          ? 'created'
          : (stuck ?? (random.chance(0.5) ? 'approved' : random.pick(['invoiced', 'processing'])));
  const promisedDay = localTime(life.deliverBy).slice(0, 10);
  const order = [
    life.id,
    `c${random.whole(100_000, 999_999)}`,
    status,
    localTime(life.createdAt),
    localTime(opened),
    localTime(shipped),
    localTime(delivered),
    `${promisedDay} 00:00:00`,
  ].join(',');
  const none = status === 'unavailable' || status === 'created' || (cancelled && opened === undefined);
  let number = 0;
  const items = none
    ? []
    : life.parts.flatMap((part) =>
        part.lines.map((line) =>
          [
            life.id,
            ++number,
            line.sku,
            part.partner.id,
            localTime(life.shipBy),
            random.between(5, 300).toFixed(2),
            random.between(2, 30).toFixed(2),
          ].join(','),
        ),
      );
  return { order, items };
}

/** `2018-08-14 20:43:09`, local time. */
function localTime(at: number | undefined): string {
  if (at === undefined) return '';
  return new Date(at + offsetOf(at, ZONE)).toISOString().slice(0, 19).replace('T', ' ');
}

function openCsv(file: string, header: string) {
  const stream = createWriteStream(file);
  let rows = 0;
  stream.write(`${header}\n`);
  return {
    file,
    async write(lines: readonly string[]): Promise<void> {
      if (lines.length === 0) return;
      rows += lines.length;
      if (!stream.write(`${lines.join('\n')}\n`)) await once(stream, 'drain');
    },
    async end(): Promise<number> {
      stream.end();
      await finished(stream);
      return rows;
    },
  };
}
