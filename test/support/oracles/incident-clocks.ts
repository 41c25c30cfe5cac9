import { rowsOf } from './history-orders.ts';

/**
 * How soon each incident of a raw log was resolved, by plain arithmetic over its rows: the hours of its priority, less the
 * time in which it waited for somebody else or was taken for resolved. Imports nothing from ingest or the processor.
 */
export interface IncidentClock {
  readonly ticket: string;
  readonly verdict: 'met' | 'breached' | 'running' | 'paused' | 'without a target';
  /** ms UTC; null without a target, and while it waits. */
  readonly due: number | null;
  readonly stop: number | null;
  /** How long it waited for somebody else before its deadline, ms. */
  readonly waited: number;
  readonly reopened: number;
}

const HOUR = 3_600_000;
const WAITING = new Set(['Awaiting User Info', 'Awaiting Evidence', 'Awaiting Vendor']);
const DONE = new Set(['Resolved', 'Closed']);

interface Row {
  readonly at: number;
  readonly state: string;
  readonly priority: string;
}

/** @param hours by the log's priority. */
export async function incidentClocks(file: string, hours: Readonly<Record<string, number>>): Promise<IncidentClock[]> {
  const tickets = new Map<string, Record<string, string>[]>();
  for (const row of await rowsOf(file)) tickets.set(row.number!, [...(tickets.get(row.number!) ?? []), row]);
  return [...tickets].map(([ticket, rows]) => {
    const states = rows
      .map((row) => ({ at: instantOf(row.sys_updated_at!), version: Number(row.sys_mod_count), row }))
      .sort((a, b) => a.at - b.at || a.version - b.version)
      .map(({ at, row }): Row => ({ at, state: row.ident_state!, priority: row.priority! }));
    const first = [...rows].sort((a, b) => Number(a.sys_mod_count) - Number(b.sys_mod_count))[0]!;
    const opened: Row = { at: instantOf(first.opened_at!), state: 'New', priority: first.priority! };
    return clockOf(ticket, [opened, ...states], hours);
  });
}

function clockOf(ticket: string, rows: readonly Row[], hours: Readonly<Record<string, number>>): IncidentClock {
  const promised = (hours[ruling(rows)] ?? Number.NaN) * HOUR;
  let counted = 0;
  let waited = 0;
  let reopened = 0;
  let due: number | null = null;
  rows.forEach((row, n) => {
    const until = rows[n + 1]?.at;
    if (n > 0 && DONE.has(rows[n - 1]!.state) && !DONE.has(row.state)) reopened++;
    if (DONE.has(row.state)) return;
    if (WAITING.has(row.state)) {
      // Whoever waits after the deadline has missed it already.
      if (due === null && until !== undefined) waited += until - row.at;
      return;
    }
    if (due !== null) return;
    const runs = until === undefined ? Number.POSITIVE_INFINITY : until - row.at;
    // At the deadline sharp it has not been missed, and nothing that begins then moves it.
    if (counted + runs >= promised) due = row.at + (promised - counted);
    counted += runs;
  });
  const last = rows.at(-1)!;
  const stop = DONE.has(last.state) ? endOf(rows) : null;
  if (Number.isNaN(promised)) return { ticket, verdict: 'without a target', due: null, stop, waited, reopened };
  if (stop === null) {
    if (due === null) return { ticket, verdict: 'paused', due, stop, waited, reopened };
    return { ticket, verdict: 'breached', due, stop, waited, reopened };
  }
  due ??= stop + (promised - counted);
  return { ticket, verdict: stop <= due ? 'met' : 'breached', due, stop, waited, reopened };
}

/** The priority that rules: the last one that was told while the incident was open. */
function ruling(rows: readonly Row[]): string {
  let priority = rows[0]!.priority;
  rows.forEach((row, n) => {
    const wasOpen = n === 0 || !DONE.has(rows[n - 1]!.state);
    if (wasOpen || !DONE.has(row.state)) priority = row.priority;
  });
  return priority;
}

/** When it was resolved for good. */
function endOf(rows: readonly Row[]): number {
  let end = rows.length - 1;
  while (end > 0 && DONE.has(rows[end - 1]!.state)) end--;
  return rows[end]!.at;
}

function instantOf(text: string): number {
  const [day, month, year, hour, minute] = text.split(/[/ :]/).map(Number) as [number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute);
}
