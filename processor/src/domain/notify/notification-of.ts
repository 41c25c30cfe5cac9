import type { IncidentKind, Severity } from '../../contract/incident.ts';
import {
  bareNotification,
  INCIDENTS_A_NOTIFICATION,
  ITEMS_A_NOTIFICATION,
  type Notification,
  type NotificationAction,
  type NotificationItem,
  type NotificationReason,
} from '../../contract/notification.ts';
import { type ClockSignal, isClockSignal, isKpiSignal } from '../../contract/signal.ts';
import type { IncidentBoard } from '../incident/incident-board.ts';
import { hash } from '../incident/incident-state.ts';
import { instantOf, placeOfSignal } from '../incident/item-change.ts';
import { beginningOf, type OpenItem } from '../incident/open-item.ts';
import { severityOf } from '../incident/severity.ts';
import type { Group } from './group.ts';
import { membersOf } from './speech-of.ts';

const GRAVITY: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

export interface Speech {
  readonly action: NotificationAction;
  readonly reason: NotificationReason;
  /** What has changed; everything that is open where nothing has. */
  readonly items: readonly OpenItem[];
  /** ms UTC. */
  readonly at: number;
}

/**
 * What a group tells its hook. Goes through items and members once and sorts none of them: of a storm there are a hundred
 * thousand. @param open how many of its items the hook knows to be open from now on.
 */
export function notificationOf(group: Group, board: IncidentBoard, speech: Speech, open: number): Notification {
  const { action, reason, items, at } = speech;
  const shown = theFirst(items, ITEMS_A_NOTIFICATION);
  const news = summaryOf(items, group);
  const incidents = [...news.incidents].sort();
  const told = incidents.map((id) => board.incidents.get(id)).filter((incident) => incident !== undefined);
  // What is said of the whole must be true of the whole, not only of what has changed.
  const whole = inCommon(membersOf(group, board), items);
  return {
    id: `msg_${hash([group.hook, group.id, group.n])}`,
    hook: group.hook,
    group: group.id,
    n: group.n,
    action,
    reason,
    route: group.route,
    at,
    kind: news.kind,
    severity: news.severity,
    ...whole,
    level: news.last?.level ?? '',
    role: news.last?.role ?? '',
    incidents: incidents.slice(0, INCIDENTS_A_NOTIFICATION),
    open,
    total: group.total,
    since: told.reduce((earliest, { since }) => Math.min(earliest, since), news.since),
    items: shown.map(toldItem),
    more: items.length - shown.length,
    signals: news.signals,
    acknowledged: told.find(({ acknowledged }) => acknowledged !== null)?.acknowledged ?? null,
  };
}

interface Summary {
  readonly incidents: ReadonlySet<string>;
  readonly kind: IncidentKind;
  readonly severity: Severity;
  readonly since: number;
  readonly signals: number;
  /** Of those that name a level, the one that comes last in their order. */
  readonly last: ClockSignal | undefined;
}

function summaryOf(items: readonly OpenItem[], group: Group): Summary {
  const incidents = new Set<string>();
  const kinds = new Set<IncidentKind>();
  let severity: Severity = 'info';
  let since = Number.POSITIVE_INFINITY;
  let signals = 0;
  let last: OpenItem | undefined;
  for (const item of items) {
    const { signal, incident } = item;
    if (incident !== '') incidents.add(incident);
    kinds.add(isClockSignal(signal) ? 'clock' : isKpiSignal(signal) ? 'kpi' : 'notice');
    const graver = severityOf(beginningOf(item));
    if (GRAVITY[graver] < GRAVITY[severity]) severity = graver;
    since = Math.min(since, instantOf(signal));
    signals += group.members.get(item.name)?.signals ?? 0;
    if (isClockSignal(signal) && signal.level !== '' && (last === undefined || byGravity(last, item) < 0)) last = item;
  }
  const kind = kinds.has('clock') ? 'clock' : kinds.has('kpi') ? 'kpi' : 'notice';
  return { incidents, kind, severity, since, signals, last: last?.signal as ClockSignal | undefined };
}

/** The first few in the order in which they are told. */
function theFirst(items: readonly OpenItem[], count: number): readonly OpenItem[] {
  const first: OpenItem[] = [];
  for (const item of items) {
    if (first.length === count && byGravity(first[count - 1]!, item) < 0) continue;
    let at = 0;
    for (let end = first.length; at < end; ) {
      const middle = (at + end) >> 1;
      if (byGravity(first[middle]!, item) < 0) at = middle + 1;
      else end = middle;
    }
    first.splice(at, 0, item);
    if (first.length > count) first.pop();
  }
  return first;
}

const COMMON = ['title', 'promise', 'subject', 'partner', 'carrier', 'team'] as const;

/** Of each field the value that all have; empty where they differ. */
function inCommon(...parts: readonly Iterable<OpenItem>[]): Record<(typeof COMMON)[number], string> {
  let common: Record<(typeof COMMON)[number], string> | undefined;
  for (const part of parts) {
    for (const { signal } of part) {
      const { promise, subject, partner, carrier, team } = placeOfSignal(signal);
      const one = { title: signal.title, promise, subject, partner, carrier, team };
      if (common === undefined) common = one;
      else for (const field of COMMON) if (common[field] !== one[field]) common[field] = '';
    }
  }
  return common ?? { title: '', promise: '', subject: '', partner: '', carrier: '', team: '' };
}

/** A proof that the chain works: all lanes have come to this instant. */
export function heartbeatOf(hook: string, at: number, n: number): Notification {
  const id = `msg_${hash([hook, 'heartbeat', at])}`;
  const group = `heartbeat_${hash([hook])}`;
  return bareNotification({ id, hook, group, n, action: 'heartbeat', title: 'Belfry heartbeat', at });
}

const toldItem = ({ key, state, open, signal, customerTold }: OpenItem): NotificationItem => ({
  key,
  state,
  open,
  signal,
  customerTold,
});

/** Open before ended, the graver first, then what has waited longest. */
function byGravity(a: OpenItem, b: OpenItem): number {
  return (
    Number(b.open) - Number(a.open) ||
    GRAVITY[severityOf(a.signal)] - GRAVITY[severityOf(b.signal)] ||
    instantOf(a.signal) - instantOf(b.signal) ||
    (a.name < b.name ? -1 : 1)
  );
}
