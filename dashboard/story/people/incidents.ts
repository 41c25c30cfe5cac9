import type { ClockSignal, Item, KpiSignal } from '@belfry/processor/contract';
import type { AuditEntry, NamedIncident } from '../../src/contract/people-api.ts';
import { NOW } from '../now.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const incident = (id: string, over: Partial<NamedIncident> = {}): NamedIncident => ({
  id: `inc_${id}`,
  offset: 812,
  kind: 'clock',
  state: 'open',
  severity: 'critical',
  promise: 'mall/pickup',
  title: 'Pickup 2 h',
  cause: { field: 'partner', value: 'noor' },
  subject: '',
  partner: 'noor',
  partnerName: 'Noor Trading',
  carrier: '',
  team: '',
  level: '',
  role: '',
  since: NOW - 42 * MINUTE,
  newest: NOW - MINUTE,
  changed: NOW - MINUTE,
  resolved: null,
  open: 1,
  total: 1,
  retracted: 0,
  silenced: 0,
  acknowledged: null,
  expired: null,
  assigned: null,
  ...over,
});

const by = (who: string, ago: number, comment = '') => ({
  who,
  at: NOW - ago,
  until: NOW - ago + 30 * MINUTE,
  comment,
});

export const INCIDENTS: readonly NamedIncident[] = [
  incident('carrier', {
    cause: { field: 'carrier', value: 'SMSA' },
    partner: '',
    partnerName: '',
    carrier: 'SMSA',
    level: 'project manager',
    role: 'whoever answers to the carriers',
    open: 214,
    total: 231,
    retracted: 12,
    silenced: 59,
    assigned: { to: 'Omar', by: 'Lena', at: NOW - 20 * MINUTE },
  }),
  incident('expired', {
    title: 'Courier issue',
    promise: 'oto/courier-issue',
    subject: 'ticket/T-4181',
    since: NOW - 51 * MINUTE,
    expired: by('Lena', 45 * MINUTE, 'calling them'),
  }),
  incident('arabic', {
    state: 'acknowledged',
    title: 'Warehouse edit',
    promise: 'oto/warehouse-edit',
    subject: 'ticket/T-4204',
    partner: 'nour',
    partnerName: 'متجر النور للتجارة',
    acknowledged: by('لينا الحربي', 9 * MINUTE, 'أتصل بالمستودع الآن'),
  }),
  incident('kpi', {
    kind: 'kpi',
    severity: 'warning',
    promise: 'mall/on-time',
    title: 'On-time delivery',
    since: NOW - 3 * HOUR,
    partnerName: 'Vltava Outdoor',
    partner: 'vltava',
  }),
  incident('done', {
    state: 'resolved',
    title: 'Ship confirmation',
    open: 0,
    total: 7,
    resolved: NOW - HOUR,
    since: NOW - 5 * HOUR,
  }),
];

const clockSignal = (n: number): ClockSignal => ({
  id: `s${n}`,
  kind: n % 9 === 8 ? 'retracted' : n % 4 === 3 ? 'escalated' : 'breached',
  subject: `order/${88_120 + n * 13}`,
  promise: 'mall/pickup',
  title: 'Pickup 2 h',
  cycle: 0,
  step: 'deadline',
  revision: 0,
  partner: ['noor', 'vltava', 'متجر النور'][n % 3]!,
  market: 'SA',
  carrier: 'SMSA',
  channel: 'web',
  team: 'L2',
  level: n % 4 === 3 ? 'project manager' : '',
  role: '',
  responsibility: '',
  tell: [],
  start: NOW - 3 * HOUR,
  due: NOW - (42 - (n % 40)) * MINUTE,
  stop: null,
  at: NOW,
  horizon: NOW,
  reason: n % 9 === 8 ? 'late evidence: picked up before the deadline' : 'its deadline passed',
  quiet: false,
  policy: 1,
  row: 'all',
  lane: n % 4,
  offset: n,
  k: 0,
});

/** As many items as the incident ever had, open ones first. */
export const itemsOf = ({ id, kind, total, open }: NamedIncident): readonly Item[] =>
  Array.from({ length: total }, (_, n): Item => {
    const signal = kind === 'kpi' ? KPI : clockSignal(n);
    const isOpen = n < open;
    return {
      key: `${id}-${n}`,
      incident: id,
      state: isOpen ? (signal.kind === 'escalated' ? 'escalated' : 'breached') : n % 3 === 0 ? 'resolved' : 'retracted',
      open: isOpen,
      signal,
      customerTold: n % 10 === 1 ? { at: NOW - 30 * MINUTE, channel: 'sms' } : null,
    };
  });

const KPI: KpiSignal = {
  id: 'k1',
  kind: 'kpi-warn',
  kpi: 'mall/on-time',
  title: 'On-time delivery',
  partner: 'vltava',
  market: 'CZ',
  window: '7d',
  from: 20_410,
  day: 20_416,
  revision: 0,
  num: 912,
  den: 1_003,
  good: 'high',
  limit: 0.91,
  failures: null,
  headroom: 10,
  burn: null,
  horizon: NOW - 3 * HOUR,
  quiet: false,
  lane: 0,
  offset: 5,
  k: 0,
};

const entry = (offset: number, over: Partial<AuditEntry>): AuditEntry => ({
  lane: 0,
  offset,
  at: NOW - offset * MINUTE,
  told: NOW - offset * MINUTE + 40,
  type: 'signal.acknowledged',
  subject: 'incident/inc_carrier',
  who: 'Lena',
  reason: '',
  until: null,
  data: {},
  ...over,
});

export const AUDIT: readonly AuditEntry[] = [
  entry(9, {
    subject: 'incident/inc_arabic',
    who: 'لينا الحربي',
    reason: 'أتصل بالمستودع الآن',
    until: NOW + 21 * MINUTE,
  }),
  entry(20, { type: 'signal.assigned', data: { to: 'Omar' }, reason: 'he knows their dispatcher' }),
  entry(31, {
    type: 'silence.set',
    subject: 'silence/ab12',
    reason: 'strike at the hub, known since morning',
    until: NOW + 3 * HOUR,
    data: { matcher: { carrier: ['SMSA', 'DPD'], market: 'SA' } },
  }),
  entry(45, { subject: 'incident/inc_expired', reason: 'calling them', until: NOW - 15 * MINUTE }),
  entry(64, {
    type: 'kpi.excluded',
    subject: 'order/88120',
    who: 'Omar',
    reason: 'the customer moved',
    told: NOW,
    data: { kpi: 'mall/on-time' },
  }),
  entry(190, {
    type: 'partner.noted',
    subject: 'partner/noor',
    data: { note: 'Two more packers from Monday on.' },
  }),
];
