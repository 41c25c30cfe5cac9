import { rowsOf } from './history-orders.ts';

/**
 * Counts over the raw log of incidents, the plain way: rows by ticket, in the order of their versions, and how often each
 * entered a state. Imports nothing from ingest or the processor.
 */
export interface IncidentCounts {
  readonly rows: number;
  readonly tickets: number;
  /** Steps into Resolved or Closed from anything else. */
  readonly resolved: number;
  /** Steps out of Resolved or Closed. */
  readonly reopened: number;
  readonly closed: number;
  /** Steps from one state to another; every ticket begins as New. */
  readonly statusChanges: number;
  /** How long each ticket waited for its customer, in minutes, by the rows alone. */
  readonly minutesAwaitingCustomer: ReadonlyMap<string, number>;
}

const DONE = new Set(['Resolved', 'Closed']);
const CUSTOMER = new Set(['Awaiting User Info', 'Awaiting Evidence']);

export async function countIncidents(file: string): Promise<IncidentCounts> {
  const rows = await rowsOf(file);
  const tickets = new Map<string, Record<string, string>[]>();
  for (const row of rows) tickets.set(row.number!, [...(tickets.get(row.number!) ?? []), row]);
  const counts = { resolved: 0, reopened: 0, closed: 0, statusChanges: 0 };
  const minutesAwaitingCustomer = new Map<string, number>();
  for (const [number, states] of tickets) {
    states.sort((a, b) => Number(a.sys_mod_count) - Number(b.sys_mod_count));
    let minutes = 0;
    states.forEach((row, i) => {
      const was = i === 0 ? 'New' : states[i - 1]!.ident_state!;
      const is = row.ident_state!;
      if (is !== was) counts.statusChanges++;
      if (DONE.has(is) && !DONE.has(was)) counts.resolved++;
      if (!DONE.has(is) && DONE.has(was)) counts.reopened++;
      if (is === 'Closed' && was !== 'Closed') counts.closed++;
      const next = states[i + 1];
      if (CUSTOMER.has(is) && next) minutes += minuteOf(next.sys_updated_at!) - minuteOf(row.sys_updated_at!);
    });
    if (minutes > 0) minutesAwaitingCustomer.set(number, minutes);
  }
  return { rows: rows.length, tickets: tickets.size, ...counts, minutesAwaitingCustomer };
}

function minuteOf(text: string): number {
  const [day, month, year, hour, minute] = text.split(/[/ :]/).map(Number) as [number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute) / 60_000;
}
