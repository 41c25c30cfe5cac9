import type { BelfryEvent } from '../../contract/index.ts';
import { type Derivation, eventsOf, readSnapshot, rest } from './derived.ts';

/** What `ticket.snapshot` says, as events: its creation, who holds it, what was said, its status. */

interface Message {
  readonly [field: string]: unknown;
}

const HOLDERS = ['team', 'assignee', 'vendor'] as const;
const TOLD_ELSEWHERE = new Set([
  ...HOLDERS,
  'status',
  'waitingOn',
  'messages',
  'createdAt',
  'assignedAt',
  'resolvedAt',
  'reopenedAt',
  'closedAt',
  'deletedAt',
]);
/** Statuses that have an event of their own; every other one is a working status of the desk. */
const ENDS = {
  resolved: { type: 'ticket.resolved', at: 'resolvedAt' },
  solved: { type: 'ticket.resolved', at: 'resolvedAt' },
  closed: { type: 'ticket.closed', at: 'closedAt' },
  deleted: { type: 'ticket.deleted', at: 'deletedAt' },
} as const;
type End = (typeof ENDS)[keyof typeof ENDS];

export function deriveTicket(event: BelfryEvent): BelfryEvent[] {
  const snapshot = readSnapshot(event);
  const { data } = snapshot;
  const status = typeof data.status === 'string' ? data.status : undefined;
  const end: End | undefined = ENDS[status as keyof typeof ENDS];
  const derivations: [Derivation, ...Derivation[]] = [
    { type: 'ticket.created', at: data.createdAt, data: rest(data, TOLD_ELSEWHERE) },
  ];
  if (HOLDERS.some((holder) => data[holder] !== undefined)) {
    const { team, assignee, vendor } = data;
    derivations.push({ type: 'ticket.assigned', at: data.assignedAt, data: { team, assignee, vendor } });
  }
  for (const { at, ...message } of (data.messages ?? []) as readonly Message[]) {
    const { id, ...told } = message;
    derivations.push({ type: 'ticket.message', at, data: { ...told, message: id } });
  }
  if (data.reopenedAt !== undefined) derivations.push({ type: 'ticket.reopened', at: data.reopenedAt });
  for (const { type, at } of [ENDS.resolved, ENDS.closed, ENDS.deleted]) {
    if (data[at] !== undefined && end?.type !== type) derivations.push({ type, at: data[at] });
  }
  if (end) derivations.push({ type: end.type, at: data[end.at] ?? data.statusSince });
  else if (status !== undefined) {
    const changed = { to: status, waitingOn: data.waitingOn };
    derivations.push({ type: 'ticket.status-changed', at: data.statusSince, data: changed, recurs: true });
  }
  return eventsOf(snapshot, derivations);
}
