import { DAY } from './marketplace.ts';
import type { TicketLife } from './ticket-life.ts';

const URGENCY = { P1: '1', P2: '2', P3: '2', P4: '3' } as const;

/**
 * A ticket as the rows of an update-per-row log: a row is its state as of `sys_updated_at`. As in real ones, what was
 * known only at the end (`resolved_at`, `closed_at`, `made_sla`) stands on every row.
 * @param to ms UTC: updates after it have not been written yet.
 */
export function ticketRows(life: TicketLife, to: number, n: number): string[] {
  const updates = updatesOf(life).filter((update) => update.at <= to);
  const promised = life.kind.promised;
  const target =
    promised === null ? Number.POSITIVE_INFINITY : 'hours' in promised ? promised.hours / 24 : promised.days;
  const madeSla = life.resolvedAt - life.createdAt <= target * DAY;
  const resolved = updates.some((update) => update.state === 'Resolved');
  const closed = updates.some((update) => update.state === 'Closed');
  const last = updates.at(-1);
  if (last === undefined) return [];
  return updates.map((update, i) =>
    [
      life.id,
      update.state,
      String(update.state !== 'Closed'),
      0,
      update.reopened ? 1 : 0,
      i,
      String(madeSla),
      1000 + (n % 900),
      n % 40,
      minute(life.createdAt),
      '?',
      minute(life.createdAt),
      n % 25,
      minute(update.at),
      'Phone',
      100 + (n % 60),
      life.kind.category,
      life.kind.subcategory,
      '?',
      URGENCY[life.priority],
      URGENCY[life.priority],
      life.priority.slice(1),
      update.assigned ? life.kind.team : '?',
      update.assigned ? life.assignee : '?',
      'false',
      'false',
      'Do Not Notify',
      '?',
      '?',
      update.vendor ?? '?',
      '?',
      closed ? 6 : '?',
      resolved ? life.assignee : '?',
      resolved ? minute(life.reopened?.resolvedAt ?? life.resolvedAt) : '?',
      closed ? minute(life.closedAt) : '?',
    ].join(','),
  );
}

interface Update {
  readonly at: number;
  readonly state: string;
  readonly assigned: boolean;
  readonly reopened: boolean;
  readonly vendor?: string;
}

function updatesOf(life: TicketLife): Update[] {
  const updates: Update[] = [];
  const tell = (at: number, state: string, assigned: boolean, reopened = false, vendor?: string): void => {
    updates.push({ at, state, assigned, reopened, ...(vendor === undefined ? {} : { vendor }) });
  };
  const { waits, reopened } = life;
  tell(life.createdAt, 'New', false);
  tell(life.assignedAt, 'Active', true);
  // A row in which nothing changed that anybody reads, as such logs are full of.
  tell(life.answeredAt, 'Active', true);
  if (waits !== undefined) {
    tell(waits.from, waits.on === 'customer' ? 'Awaiting User Info' : 'Awaiting Vendor', true, false, waits.vendor);
    tell(waits.to, 'Active', true, false, waits.vendor);
  }
  tell(life.resolvedAt, 'Resolved', true, false, waits?.vendor);
  if (reopened !== undefined) {
    tell(reopened.at, 'Active', true, true, waits?.vendor);
    tell(reopened.resolvedAt, 'Resolved', true, true, waits?.vendor);
  }
  tell(life.closedAt, 'Closed', true, reopened !== undefined, waits?.vendor);
  return updates;
}

/** `29/2/2016 01:16`, UTC. */
function minute(at: number): string {
  const date = new Date(at);
  const time = date.toISOString().slice(11, 16);
  return `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()} ${time}`;
}
