import type { BelfryEvent } from '@belfry/ingest/contract';
import type { Sql } from '@belfry/sql';
import type { Incident, Item, Silence } from '../../processor/src/contract/incident.ts';
import { type ClockSignal, isClockSignal, isNotice } from '../../processor/src/contract/signal.ts';
import { aClockSignal } from './a-signal.ts';

/** The tables of people as the third fold writes them: rows of the first generation unless a test says another. */

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const orNull = (value: number | null): string => (value === null ? 'NULL' : String(value));
const json = (value: unknown): string => text(JSON.stringify(value));

export async function storeIncidents(sql: Sql, incidents: readonly Incident[], generation = 1): Promise<void> {
  const rows = incidents.map((one) => {
    const { id, offset, state, kind, severity, promise, cause, partner, since, changed, resolved, open, total } = one;
    const words = [state, kind, severity, promise, cause.field, cause.value, partner].map(text).join();
    return `(${generation}, ${text(id)}, ${offset}, ${words}, ${since}, ${changed}, ${orNull(resolved)}, ${open}, ${total}, ${json(one)})`;
  });
  await sql.command(
    `INSERT INTO incidents (generation, id, offset, state, kind, severity, promise, cause, value, partner, opened, changed, resolved, open, total, body) VALUES ${rows.join()}`,
  );
}

/** An open item of an order, but for what a test says of it. */
export const anItem = (
  incident: string,
  order: string,
  over: Partial<Item> = {},
  signal: Partial<ClockSignal> = {},
): Item => ({
  key: `order/${order}|mall/pickup|0`,
  incident,
  state: 'breached',
  open: true,
  signal: {
    ...aClockSignal({ partner: 'noor', carrier: '', team: '', channel: 'demo', cycle: 1 }),
    subject: `order/${order}`,
    promise: 'mall/pickup',
    title: 'Pick-up',
    ...signal,
  },
  customerTold: null,
  ...over,
});

export async function storeItems(sql: Sql, items: readonly Item[], offset = 1): Promise<void> {
  const rows = items.map((one) => {
    const { key, incident, state, open, signal } = one;
    const subject = isClockSignal(signal) ? signal.subject : '';
    const partner = isNotice(signal) ? '' : signal.partner;
    const at = isClockSignal(signal) ? signal.at : signal.horizon;
    return `(1, ${text(incident)}, ${text(key)}, ${offset}, ${text(state)}, ${open}, ${text(subject)}, ${text(partner)}, ${at}, ${json(one)})`;
  });
  await sql.command(
    `INSERT INTO incident_items (generation, incident, item, offset, state, open, subject, partner, at, body) VALUES ${rows.join()}`,
  );
}

export interface ToldRow {
  readonly lane: number;
  readonly offset: number;
  /** When the log took it, ms UTC. */
  readonly told: number;
  readonly event: BelfryEvent;
}

export async function storeAudit(sql: Sql, told: readonly ToldRow[]): Promise<void> {
  const rows = told.map(({ lane, offset, told, event }) => {
    const { who = '', reason = '', until } = (event.data ?? {}) as Record<string, string | undefined>;
    const ends = until === undefined ? null : Date.parse(until);
    return `(1, ${lane}, ${offset}, ${Date.parse(event.time)}, ${told}, ${[event.type, event.subject, who, reason].map(text).join()}, ${orNull(ends)}, ${json(event)})`;
  });
  await sql.command(
    `INSERT INTO audit (generation, lane, offset, at, told, type, subject, who, reason, until, body) VALUES ${rows.join()}`,
  );
}

export async function storeSilences(
  sql: Sql,
  silences: readonly (Silence & { readonly offset: number })[],
): Promise<void> {
  const rows = silences.map(
    ({ id, offset, from, until, who, reason, matcher }) =>
      `(1, ${text(id)}, ${offset}, ${from}, ${until}, ${text(who)}, ${text(reason)}, ${json(matcher)})`,
  );
  await sql.command(
    `INSERT INTO silences (generation, id, offset, since, until, who, reason, matcher) VALUES ${rows.join()}`,
  );
}
