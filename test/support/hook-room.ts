import { afterEach } from 'vitest';
import { composeHooks, type Hooks, type HooksOptions } from '../../processor/src/alerting/compose-hooks.ts';
import type { WebhookHook } from '../../processor/src/alerting/hook-config.ts';
import { type Delivery, decodeDelivery, isCheckpoint, isOfDeliveries } from '../../processor/src/contract/delivery.ts';
import {
  decodeNotification,
  encodeNotification,
  type Notification,
} from '../../processor/src/contract/notification.ts';
import { createFakeWallClock, type FakeWallClock } from './fake-wall-clock.ts';
import { type HookReceiver, startHookReceiver } from './hook-receiver.ts';
import { createMemoryLog, type MemoryLog } from './memory-log.ts';

/** A hook with its log, its receiver and a clock that the test moves: what the flow tests of hooks share. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

/** The trigger of a group of its own, for the hook `ops`. */
export const note = (n: number | string, over: Partial<Notification> = {}): Notification => ({
  id: `msg_${n}`,
  hook: 'ops',
  group: `group ${n}`,
  n: 0,
  action: 'trigger',
  reason: 'first',
  route: 'all',
  at: 6_001,
  kind: 'clock',
  severity: 'critical',
  title: 'Ship confirmation',
  promise: 'mall/ship-confirmation',
  subject: `order/${n}`,
  partner: 'noor',
  carrier: '',
  team: '',
  level: '',
  role: '',
  incidents: [],
  open: 1,
  total: 1,
  since: 4_000,
  items: [],
  more: 0,
  signals: 1,
  acknowledged: null,
  ...over,
});
/** A later one of the same group. */
export const later = (n: number | string, part: string, over: Partial<Notification> = {}): Notification =>
  note(n, { id: `msg_${n}${part}`, n: 1, action: 'update', reason: 'changed', ...over });
export const resolved = (n: number | string, over: Partial<Notification> = {}): Notification =>
  later(n, 'r', { action: 'resolve', reason: 'resolved', open: 0, ...over });
export const heartbeat = (n: number, over: Partial<Notification> = {}): Notification =>
  note(n, { id: `msg_beat${n}`, group: 'heartbeat', n, action: 'heartbeat', reason: 'heartbeat', ...over });

export const hookAt = (url: string, over: Partial<WebhookHook> = {}): WebhookHook => ({
  kind: 'webhook',
  name: 'ops',
  url,
  secrets: [secret],
  language: 'en',
  zone: 'UTC',
  perMinute: 10_000,
  fallback: null,
  allowPrivate: true,
  ...over,
});

export interface Room {
  readonly clock: FakeWallClock;
  readonly log: MemoryLog;
  readonly receiver: HookReceiver;
  readonly reports: string[];
  hooks: Hooks;
  ring(...notifications: Notification[]): void;
  /** What became of posts, of all hooks, in the order of the log. */
  deliveries(): Delivery[];
  /** What the log holds for one hook. */
  notifications(hook: string): Notification[];
  /** @param end how it ends: a process that was killed is never stopped. */
  compose(over?: Partial<HooksOptions>, end?: 'stopped' | 'killed'): Hooks;
}

export const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** @param hook what is different about the hook `ops`; its fallback is a hook too. */
export async function room(over: Partial<HooksOptions> = {}, hook: Partial<WebhookHook> = {}): Promise<Room> {
  // The library refuses signatures of another time, so the story begins now.
  const clock = createFakeWallClock(Date.now());
  const log = createMemoryLog({ wallClock: clock });
  await log.ensure([{ name: 'deliveries', partitions: 1 }]);
  const receiver = await startHookReceiver();
  cleanups.push(() => receiver.close());
  const reports: string[] = [];
  const fallback = hook.fallback ? [hookAt(`${receiver.url}?fallback`, { name: hook.fallback })] : [];
  const compose: Room['compose'] = (more = {}, end = 'stopped') => {
    const hooks = composeHooks({
      log,
      wallClock: clock,
      hooks: [hookAt(receiver.url, hook), ...fallback],
      random: () => 1,
      report: (line) => reports.push(line),
      ...over,
      ...more,
    });
    if (end === 'stopped')
      cleanups.push(async () => {
        const stopped = hooks.stop();
        clock.advance(10 * SECOND);
        await stopped;
      });
    return hooks;
  };
  const hooks = compose();
  await hooks.start();
  return {
    clock,
    log,
    receiver,
    reports,
    hooks,
    compose,
    ring: (...notifications) =>
      void log.put(
        'deliveries',
        0,
        notifications.map((told) => ({ key: told.hook, kind: 'notification', value: encodeNotification(told) })),
      ),
    deliveries: () =>
      log
        .records('deliveries', 0)
        .filter(({ kind }) => kind === 'delivery')
        .map(({ value }) => decodeDelivery(value))
        .filter((record) => isOfDeliveries(record) && !isCheckpoint(record)) as Delivery[],
    notifications: (name) =>
      log
        .records('deliveries', 0)
        .filter(({ kind, key }) => kind === 'notification' && key === name)
        .map(({ value }) => decodeNotification(value)),
  };
}

/** Waits, in turns of the event loop, until something has come about. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`still waiting until ${String(holds)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets everything settle that needs no time to pass: reads, posts under way, outcomes. */
export async function quiet({ log, hooks }: Pick<Room, 'log' | 'hooks'>): Promise<void> {
  do {
    await log.delivered();
    await until(() => hooks.health().every(({ underWay }) => underWay === 0));
  } while (hooks.health().some(({ underWay }) => underWay > 0));
}

/** Moves the clock on, a step at a time, and lets everything settle after each. */
export async function pass(told: Pick<Room, 'log' | 'hooks' | 'clock'>, ms: number, step = SECOND): Promise<void> {
  for (let gone = 0; gone < ms; gone += step) {
    told.clock.advance(Math.min(step, ms - gone));
    await quiet(told);
  }
}

export const ids = (posts: readonly { id: string }[]): string[] => posts.map(({ id }) => id);
/** `msg_1 delivered`, in the order of the log. */
export const outcomes = (deliveries: readonly Delivery[]): string[] =>
  deliveries.map(({ notification, outcome }) => `${notification} ${outcome}`);
