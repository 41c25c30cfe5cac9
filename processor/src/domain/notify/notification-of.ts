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
import { isClockSignal, isKpiSignal } from '../../contract/signal.ts';
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

/** What a group tells its hook. `open`: how many of its items the hook knows to be open from now on. */
export function notificationOf(group: Group, board: IncidentBoard, speech: Speech, open: number): Notification {
  const { action, reason, at } = speech;
  const items = [...speech.items].sort(byGravity);
  const incidents = [...new Set(items.map(({ incident }) => incident).filter((id) => id !== ''))].sort();
  const told = incidents.map((id) => board.incidents.get(id)).filter((incident) => incident !== undefined);
  // What is said of the whole must be true of the whole, not only of what has changed.
  const whole = new Set([...membersOf(group, board), ...items]);
  const places = [...whole].map(({ signal }) => placeOfSignal(signal));
  const inCommon = (field: 'promise' | 'subject' | 'partner' | 'carrier' | 'team'): string =>
    common(places.map((place) => place[field]));
  const levels = items.map(({ signal }) => signal).filter((signal) => isClockSignal(signal) && signal.level !== '');
  const last = levels.at(-1);
  return {
    id: `msg_${hash([group.hook, group.id, group.n])}`,
    hook: group.hook,
    group: group.id,
    n: group.n,
    action,
    reason,
    route: group.route,
    at,
    kind: kindOf(items),
    severity: items.map((item) => severityOf(beginningOf(item))).sort(graver)[0] ?? 'info',
    title: common([...whole].map(({ signal }) => signal.title)),
    promise: inCommon('promise'),
    subject: inCommon('subject'),
    partner: inCommon('partner'),
    carrier: inCommon('carrier'),
    team: inCommon('team'),
    level: last !== undefined && isClockSignal(last) ? last.level : '',
    role: last !== undefined && isClockSignal(last) ? last.role : '',
    incidents: incidents.slice(0, INCIDENTS_A_NOTIFICATION),
    open,
    total: group.total,
    since: Math.min(...items.map(({ signal }) => instantOf(signal)), ...told.map(({ since }) => since)),
    items: items.slice(0, ITEMS_A_NOTIFICATION).map(toldItem),
    more: Math.max(0, items.length - ITEMS_A_NOTIFICATION),
    signals: items.reduce((sum, { name }) => sum + (group.members.get(name)?.signals ?? 0), 0),
    acknowledged: told.find(({ acknowledged }) => acknowledged !== null)?.acknowledged ?? null,
  };
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

const graver = (a: Severity, b: Severity): number => GRAVITY[a] - GRAVITY[b];

const common = (values: readonly string[]): string =>
  values.length > 0 && values.every((value) => value === values[0]) ? values[0]! : '';

function kindOf(items: readonly OpenItem[]): IncidentKind {
  if (items.some(({ signal }) => isClockSignal(signal))) return 'clock';
  return items.some(({ signal }) => isKpiSignal(signal)) ? 'kpi' : 'notice';
}
