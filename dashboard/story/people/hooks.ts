import type { Delivery, Notification } from '@belfry/processor/contract';
import type { DeliveryView, HookList, HookView, RouteAnswer } from '../../src/contract/people-api.ts';
import { NOW } from '../now.ts';

const MINUTE = 60_000;

const notification = (hook: string, n: number): Notification => ({
  id: `msg_${hook}_${n}`,
  hook,
  group: `ops/inc_carrier`,
  n,
  action: (['resolve', 'update', 'acknowledge', 'trigger', 'heartbeat'] as const)[n % 5]!,
  reason: n % 5 === 1 ? 'repeat' : 'changed',
  route: n % 5 === 4 ? '' : 'pickups',
  at: NOW - n * 7 * MINUTE,
  kind: 'clock',
  severity: 'critical',
  title: n % 5 === 4 ? '' : 'Pickup 2 h',
  promise: 'mall/pickup',
  subject: '',
  partner: '',
  carrier: 'SMSA',
  team: '',
  level: '',
  role: '',
  incidents: ['inc_carrier'],
  open: 214 - n,
  total: 231,
  since: NOW - 42 * MINUTE,
  items: [],
  more: 164,
  signals: 60,
  acknowledged: null,
});

const last = (hook: string, n: number, over: Partial<Delivery>): Delivery => ({
  hook,
  notification: `msg_${hook}_${n}`,
  group: 'ops/inc_carrier',
  action: 'trigger',
  offset: n,
  attempt: 1,
  outcome: 'delivered',
  status: 200,
  error: '',
  at: NOW - n * 7 * MINUTE,
  first: NOW - n * 7 * MINUTE,
  nextRetry: null,
  ...over,
});

const delivery = (hook: string, n: number, over: Partial<Delivery> | null = {}, attempts = 1): DeliveryView => ({
  id: `msg_${hook}_${n}`,
  at: NOW - n * 7 * MINUTE,
  notification: notification(hook, n),
  last: over && last(hook, n, over),
  attempts: over ? attempts : 0,
  body: over
    ? JSON.stringify({ id: `msg_${hook}_${n}`, type: 'incident.update', data: { title: 'Pickup 2 h', open: 214 } })
    : null,
});

const hook = (name: string, over: Partial<HookView> = {}): HookView => ({
  name,
  kind: 'webhook',
  state: 'ok',
  failuresInARow: 0,
  lastDelivered: NOW - 2 * MINUTE,
  lastError: '',
  waiting: 0,
  fallback: null,
  deliveries: Array.from({ length: 50 }, (_, n) => delivery(name, n)),
  ...over,
});

export const HOOKS: HookList = {
  nobody: false,
  hooks: [
    hook('ops', {
      kind: 'slack',
      state: 'failing',
      failuresInARow: 7,
      lastError: 'answered 503 Service Unavailable',
      waiting: 3,
      fallback: 'director',
      deliveries: [
        delivery('ops', 0, null),
        delivery(
          'ops',
          1,
          { outcome: 'retrying', status: 503, error: 'answered 503 Service Unavailable', nextRetry: NOW + 4 * MINUTE },
          7,
        ),
        delivery('ops', 2, { outcome: 'fell-back', status: null, error: 'no answer within 15 s' }, 3),
        delivery('ops', 3, { outcome: 'gave-up', status: 500, error: 'answered 500' }, 31),
        ...Array.from({ length: 12 }, (_, n) => delivery('ops', n + 4)),
      ],
    }),
    hook('director', { kind: 'email' }),
    hook('gone', { state: 'disabled', lastError: 'answered 410 Gone', failuresInARow: 1 }),
    hook('new', { kind: 'pagerduty', state: 'idle', lastDelivered: null, deliveries: [] }),
  ],
  routes: [
    {
      name: 'pickups',
      line: 12,
      sentence: 'Breaches of mall/pickup, in office hours of Riyadh, once 5 have come within 10 minutes; by incident.',
      to: ['ops'],
    },
    { name: 'quiet', line: 20, sentence: 'Warnings of market CZ, and go on.', to: [] },
    { name: 'everything', line: 26, sentence: 'Everything else.', to: ['director'] },
  ],
};

export const NOBODY: HookList = { nobody: true, hooks: [], routes: [] };

export const ROUTE_ANSWER: RouteAnswer = {
  told: [{ hook: 'ops', route: 'pickups', line: 12, why: 'promise is mall/pickup' }],
  trail: [
    { route: 'pickups', line: 12, fits: true, why: 'promise is mall/pickup' },
    { route: 'quiet', line: 20, fits: false, why: 'severity is critical, not warning' },
  ],
};
