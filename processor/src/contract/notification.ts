import type { Acknowledgement, IncidentKind, ItemState, Severity } from './incident.ts';
import type { Signal } from './signal.ts';

/**
 * What one hook is to be told: the records of kind `notification` on the log `deliveries`, keyed by hook. The third fold
 * writes them, and they follow from its log: id, order and contents are the same for every owner and every replay.
 */
export type NotificationAction =
  /** The first of its group. */
  | 'trigger'
  /** More of the same, some of it ended, an acknowledgement that expired, or a reminder after a while (`reason`). */
  | 'update'
  | 'acknowledge'
  /** The last item of its group has ended. Only ever behind a trigger. */
  | 'resolve'
  /** To be known; opens nothing and is never resolved: a reminder before a deadline, a notice. */
  | 'announce'
  | 'heartbeat'
  | 'test';

export type NotificationReason =
  | 'first'
  | 'changed'
  | 'repeat'
  | 'acknowledged'
  | 'acknowledgement-expired'
  | 'resolved'
  | 'customer-told'
  | 'heartbeat'
  | 'test';

export interface NotificationItem {
  /** As `Item.key`. */
  readonly key: string;
  readonly state: ItemState;
  readonly open: boolean;
  /** The last signal about it. */
  readonly signal: Signal;
  readonly customerTold: { readonly at: number; readonly channel: string } | null;
}

export interface Notification {
  /** `msg_` and a hash of hook, group and n: the id of its post, also when it is tried or delivered again. */
  readonly id: string;
  readonly hook: string;
  /** What belongs together at this hook, at most 255 characters: the dedup key. Notifications of one group keep their order. */
  readonly group: string;
  /** Counts the notifications of the group, from 0. */
  readonly n: number;
  readonly action: NotificationAction;
  readonly reason: NotificationReason;
  /**
   * The route's name, or `ladder` where a policy's step names the hook; empty for tests, heartbeats and what the hook's limit
   * gathered.
   */
  readonly route: string;
  /** The horizon at which it was decided, ms UTC. */
  readonly at: number;
  readonly kind: IncidentKind;
  readonly severity: Severity;
  /** What all items of the group have in common, here and in the next fields; empty where they differ. */
  readonly title: string;
  readonly promise: string;
  readonly subject: string;
  readonly partner: string;
  readonly carrier: string;
  readonly team: string;
  readonly level: string;
  readonly role: string;
  /** The incidents that its items belong to, `INCIDENTS_A_NOTIFICATION` at most. */
  readonly incidents: readonly string[];
  /** Items of the group that are open, and all that it ever had. */
  readonly open: number;
  readonly total: number;
  /** The earliest deadline that was missed. */
  readonly since: number;
  /**
   * What has changed since the post before, the worst first, `ITEMS_A_NOTIFICATION` at most, and how many more there are. What
   * ended and began anew in the meantime is there twice, under one key.
   */
  readonly items: readonly NotificationItem[];
  readonly more: number;
  /** For how many signals it stands: over all posts of a hook they add up to the signals that were routed to it. */
  readonly signals: number;
  readonly acknowledged: Acknowledgement | null;
  /** Of a post that somebody asked for again: who, and when (ms UTC). */
  readonly again?: { readonly who: string; readonly at: number };
  /** Of what goes to a fallback: the hook that did not take it. */
  readonly insteadOf?: string;
}

export const ITEMS_A_NOTIFICATION = 50;
export const INCIDENTS_A_NOTIFICATION = 20;

export const encodeNotification = (notification: Notification): Buffer => Buffer.from(JSON.stringify(notification));
export const decodeNotification = (value: Buffer): Notification => JSON.parse(value.toString('utf8')) as Notification;

/** What speaks of no item: a heartbeat, or a test that somebody asked for. @param at ms UTC. */
export const bareNotification = (
  of: Pick<Notification, 'id' | 'hook' | 'group' | 'n' | 'title' | 'at'> & { readonly action: 'heartbeat' | 'test' },
): Notification => ({
  ...of,
  reason: of.action,
  route: '',
  kind: 'notice',
  severity: 'info',
  promise: '',
  subject: '',
  partner: '',
  carrier: '',
  team: '',
  level: '',
  role: '',
  incidents: [],
  open: 0,
  total: 0,
  since: of.at,
  items: [],
  more: 0,
  signals: 0,
  acknowledged: null,
});
