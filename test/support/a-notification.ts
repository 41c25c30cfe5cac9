import type { Notification, NotificationItem } from '../../processor/src/contract/notification.ts';
import type { ClockSignal, KpiSignal, PolicyChanged } from '../../processor/src/contract/signal.ts';

/** Notifications for tests of what receivers are told: 15:07 in Riyadh, 35 minutes after a pickup was missed. */

export const NOW = Date.parse('2026-11-27T12:07:00Z');
export const MISSED = Date.parse('2026-11-27T11:32:00Z');
const MINUTE = 60_000;

export const missedPickup = (order: string, over: Partial<ClockSignal> = {}): ClockSignal => ({
  id: `sig_${order}`,
  kind: 'breached',
  subject: `order/${order}`,
  promise: 'mall/pickup',
  title: 'Pickup 2 h',
  cycle: 0,
  step: 'deadline',
  revision: 0,
  partner: 'noor',
  market: 'sa',
  carrier: 'aramex',
  channel: 'web',
  team: '',
  level: '',
  role: '',
  responsibility: '',
  tell: [],
  start: MISSED - 120 * MINUTE,
  due: MISSED,
  stop: null,
  at: MISSED,
  horizon: MISSED + 2_001,
  reason: 'its deadline passed',
  quiet: false,
  policy: 4,
  row: 'all',
  lane: 0,
  offset: 7,
  k: 0,
  ...over,
});

export const blockedKpi = (over: Partial<KpiSignal> = {}): KpiSignal => ({
  id: 'sig_kpi',
  kind: 'kpi-block',
  kpi: 'mall/on-time',
  title: 'On-time delivery',
  partner: 'noor',
  market: 'sa',
  window: '7d',
  from: 20_777,
  day: 20_783,
  revision: 0,
  num: 47,
  den: 50,
  good: 'high',
  limit: 0.95,
  failures: null,
  headroom: -1,
  burn: null,
  horizon: NOW,
  quiet: false,
  lane: 0,
  offset: 3,
  k: 0,
  ...over,
});

export const changedPolicy: PolicyChanged = {
  id: 'sig_policy',
  kind: 'policy-changed',
  about: 'policy/mall',
  title: 'The policy mall has changed',
  reason: 'Pickup now has 3 h instead of 2 h; read it before it is in force',
  at: NOW,
  horizon: NOW,
  quiet: false,
  lane: 0,
  offset: 9,
  k: 0,
  pack: 'mall',
  policy: 5,
  before: 4,
  effective: NOW + 60 * MINUTE,
  applies: 'new',
  changes: ['pickup: 3 h instead of 2 h'],
  partners: ['noor'],
  teams: [],
};

export const itemOf = (signal: NotificationItem['signal'], over: Partial<NotificationItem> = {}): NotificationItem => ({
  key: 'subject' in signal ? `${signal.subject}|${signal.promise}|0` : signal.id,
  state: 'breached',
  open: true,
  signal,
  customerTold: null,
  ...over,
});

/** The first word of one missed pickup. */
export const aNotification = (over: Partial<Notification> = {}): Notification => ({
  id: 'msg_5f1c',
  hook: 'night',
  group: 'carriers/inc_1',
  n: 0,
  action: 'trigger',
  reason: 'first',
  route: 'carriers',
  at: NOW,
  kind: 'clock',
  severity: 'critical',
  title: 'Pickup 2 h',
  promise: 'mall/pickup',
  subject: 'order/8812',
  partner: 'noor',
  carrier: 'aramex',
  team: '',
  level: '',
  role: '',
  incidents: ['inc_1'],
  open: 1,
  total: 1,
  since: MISSED,
  items: [itemOf(missedPickup('8812'))],
  more: 0,
  signals: 1,
  acknowledged: null,
  ...over,
});

/** 214 missed pickups of one carrier and several partners, of which the first `shown` came along. */
export const aStorm = (over: Partial<Notification> = {}, shown = 2): Notification =>
  aNotification({
    subject: '',
    partner: '',
    open: 214,
    total: 214,
    signals: 214,
    items: Array.from({ length: shown }, (_, n) => itemOf(missedPickup(String(8812 + n)))),
    more: 214 - shown,
    ...over,
  });
