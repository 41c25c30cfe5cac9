import { afterEach } from 'vitest';
import { composeHooks, type Hooks, type HooksOptions } from '../../processor/src/alerting/compose-hooks.ts';
import { type Delivery, decodeDelivery, isCheckpoint } from '../../processor/src/contract/delivery.ts';
import {
  type CalendarEnds,
  type ClockSignal,
  encodeSignal,
  type KpiSignal,
  type Signal,
} from '../../processor/src/contract/signal.ts';
import { createFakeWallClock, type FakeWallClock } from './fake-wall-clock.ts';
import { type HookReceiver, startHookReceiver } from './hook-receiver.ts';
import { createMemoryLog, type MemoryLog } from './memory-log.ts';

/** A hook with its log, its receiver and a clock that the test moves: what the flow tests of hooks share. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

export const breached: ClockSignal = {
  id: 'sig_1',
  kind: 'breached',
  subject: 'order/1',
  promise: 'mall/ship-confirmation',
  title: 'Ship confirmation',
  cycle: 1,
  step: 'deadline',
  revision: 0,
  partner: 'noor',
  market: 'sa',
  carrier: '',
  channel: 'demo',
  team: '',
  level: '',
  role: '',
  responsibility: '',
  tell: [],
  start: 1_000,
  due: 4_000,
  stop: null,
  at: 4_000,
  horizon: 6_001,
  reason: 'its deadline passed',
  quiet: false,
  policy: 0,
  row: 'all',
  lane: 0,
  offset: 7,
  k: 0,
};
export const kpi: KpiSignal = {
  id: 'sig_kpi',
  kind: 'kpi-block',
  kpi: 'mall/on-time',
  title: 'On-time delivery',
  partner: 'noor',
  market: 'sa',
  window: '7d',
  from: 19_994,
  day: 20_000,
  revision: 0,
  num: 47,
  den: 50,
  good: 'high',
  limit: 0.95,
  failures: null,
  headroom: -1,
  burn: null,
  horizon: 6_001,
  quiet: false,
  lane: 0,
  offset: 3,
  k: 0,
};
export const notice: CalendarEnds = {
  id: 'sig_notice',
  kind: 'calendar-ends',
  about: 'calendar/mall/riyadh',
  title: 'The calendar riyadh ends soon',
  reason: 'publish the pack again',
  pack: 'mall',
  policy: 4,
  calendar: 'riyadh',
  ends: 9_000,
  at: 5_000,
  horizon: 6_001,
  quiet: false,
  lane: 0,
  offset: 3,
  k: 0,
};
/** A breach of its own subject, so of its own chain. */
export const of = (n: number, over: Partial<ClockSignal> = {}): ClockSignal => ({
  ...breached,
  id: `sig_${n}`,
  subject: `order/${n}`,
  ...over,
});

export interface Room {
  readonly clock: FakeWallClock;
  readonly log: MemoryLog;
  readonly receiver: HookReceiver;
  readonly reports: string[];
  hooks: Hooks;
  ring(...signals: Signal[]): void;
  deliveries(): Delivery[];
  /** @param end how it ends: a process that was killed is never stopped. */
  compose(over?: Partial<HooksOptions>, end?: 'stopped' | 'killed'): Hooks;
}

export const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export async function room(over: Partial<HooksOptions> = {}): Promise<Room> {
  // The library refuses signatures of another time, so the story begins now.
  const clock = createFakeWallClock(Date.now());
  const log = createMemoryLog({ wallClock: clock });
  await log.ensure([
    { name: 'signals', partitions: 1 },
    { name: 'deliveries', partitions: 1 },
  ]);
  const receiver = await startHookReceiver();
  cleanups.push(() => receiver.close());
  const reports: string[] = [];
  const compose: Room['compose'] = (more = {}, end = 'stopped') => {
    const hooks = composeHooks({
      log,
      wallClock: clock,
      hooks: [{ name: 'ops', url: receiver.url, secret }],
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
    ring: (...signals) =>
      void log.put(
        'signals',
        0,
        signals.map((signal) => ({ key: '', kind: 'signal', value: encodeSignal(signal) })),
      ),
    deliveries: () =>
      log
        .records('deliveries', 0)
        .map(({ value }) => decodeDelivery(value))
        .filter((record) => !isCheckpoint(record)) as Delivery[],
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
  await log.delivered();
  await until(() => hooks.health().every(({ underWay }) => underWay === 0));
}

export const ids = (posts: readonly { id: string }[]): string[] => posts.map(({ id }) => id);
