import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { composeHooks, type Hooks, type HooksOptions } from '../../processor/src/alerting/compose-hooks.ts';
import { type Delivery, decodeDelivery, isCheckpoint } from '../../processor/src/contract/delivery.ts';
import { type ClockSignal, encodeSignal, type KpiSignal, type Signal } from '../../processor/src/contract/signal.ts';
import { hookBodySchema } from '../../processor/src/contract/signal-schema.ts';
import { createFakeWallClock, type FakeWallClock } from '../support/fake-wall-clock.ts';
import { type HookReceiver, startHookReceiver } from '../support/hook-receiver.ts';
import { createMemoryLog, type MemoryLog } from '../support/memory-log.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

const breached: ClockSignal = {
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
const kpi: KpiSignal = {
  id: 'sig_kpi',
  kind: 'kpi-block',
  kpi: 'mall/on-time',
  title: 'On-time delivery',
  partner: 'noor',
  window: '7d',
  day: 20_000,
  revision: 0,
  num: 47,
  den: 50,
  limit: 0.95,
  horizon: 6_001,
  quiet: false,
  lane: 0,
  offset: 3,
  k: 0,
};
/** A breach of its own subject, so of its own chain. */
const of = (n: number, over: Partial<ClockSignal> = {}): ClockSignal => ({
  ...breached,
  id: `sig_${n}`,
  subject: `order/${n}`,
  ...over,
});

interface Room {
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

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function room(over: Partial<HooksOptions> = {}): Promise<Room> {
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
async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`still waiting until ${String(holds)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets everything settle that needs no time to pass: reads, posts under way, outcomes. */
async function quiet({ log, hooks }: Pick<Room, 'log' | 'hooks'>): Promise<void> {
  await log.delivered();
  await until(() => hooks.health().every(({ underWay }) => underWay === 0));
}

const ids = (posts: readonly { id: string }[]): string[] => posts.map(({ id }) => id);

describe('hooks', () => {
  it('posts signals signed per Standard Webhooks, with their own id, in the shape of the schema', async () => {
    const { receiver, ring, deliveries } = await room();
    ring(breached, kpi);
    await until(() => deliveries().length === 2);
    expect(ids(receiver.posts).sort()).toEqual(['sig_1', 'sig_kpi']);
    for (const post of receiver.posts) {
      const body = new Webhook(secret).verify(post.body, post.headers);
      expect(hookBodySchema.parse(body)).toEqual(body);
      expect(() => new Webhook(secret).verify(`${post.body} `, post.headers)).toThrow();
    }
    expect(JSON.parse(receiver.posts.find(({ id }) => id === 'sig_1')!.body)).toEqual({
      type: 'signal.breached',
      timestamp: '1970-01-01T00:00:04.000Z',
      data: breached,
    });
    expect(deliveries().map(({ outcome, attempt, status }) => [outcome, attempt, status])).toEqual([
      ['delivered', 1, 204],
      ['delivered', 1, 204],
    ]);
  });

  it('posts no history, nothing that hooks did not ask for, and nothing twice that was published twice', async () => {
    const told = await room();
    told.ring(of(1, { quiet: true }), of(2, { kind: 'cancelled-late' }), of(3));
    told.log.put('signals', 0, [{ key: '', kind: 'totals', value: Buffer.from('{}') }]);
    told.log.put('signals', 0, [{ key: '', kind: 'signal', value: Buffer.from('null') }]);
    await until(() => told.deliveries().length === 1);
    told.ring(of(3), of(4));
    await until(() => told.deliveries().length === 2);
    await quiet(told);
    expect(ids(told.receiver.posts)).toEqual(['sig_3', 'sig_4']);
    expect(told.reports).toHaveLength(1);
    expect(told.hooks.health()[0]).toMatchObject({ state: 'ok', waiting: 0, nextOffset: 7 });
  });

  it('begins at the end of the log when it is new, and goes on where it stood when it is not', async () => {
    const told = await room();
    told.ring(of(1));
    await until(() => told.deliveries().length === 1);
    await told.hooks.stop();
    told.ring(of(2));
    const again = told.compose();
    const fresh = told.compose({ hooks: [{ name: 'other', url: told.receiver.url, secret }] });
    await Promise.all([again.start(), fresh.start()]);
    await until(() => told.deliveries().length === 2);
    told.ring(of(3));
    await until(() => told.deliveries().length === 4);
    const told3 = told.deliveries().slice(2);
    expect(told.deliveries().map(({ signal }) => signal)).toEqual(['sig_1', 'sig_2', 'sig_3', 'sig_3']);
    expect(told3.map(({ hook }) => hook).sort()).toEqual(['ops', 'other']);
  });

  it('tries again with growing pauses: same id, same bytes; its chain waits, others pass', async () => {
    const told = await room();
    const { clock, receiver, deliveries } = told;
    receiver.react(({ id }) => ({ status: id === 'sig_1' && receiver.posts.length < 6 ? 500 : 204 }));
    told.ring(of(1), of(1, { id: 'sig_1b', kind: 'retracted' }), of(2));
    await until(() => deliveries().length === 2);
    expect(ids(receiver.posts).sort()).toEqual(['sig_1', 'sig_2']);
    for (const [pause, posts] of [
      [1, 3],
      [2, 4],
      [4, 5],
    ] as const) {
      clock.advance(pause * SECOND - 1);
      await quiet(told);
      expect(receiver.posts).toHaveLength(posts - 1);
      clock.advance(1);
      await until(() => deliveries().length === posts);
    }
    clock.advance(8 * SECOND);
    await until(() => deliveries().length === 7);
    expect(ids(receiver.posts).slice(-2)).toEqual(['sig_1', 'sig_1b']);
    const bodies = receiver.posts.filter(({ id }) => id === 'sig_1').map(({ body }) => body);
    expect(new Set(bodies).size).toBe(1);
    expect(bodies).toHaveLength(5);
  });

  it('gives a receiver that stalls 15 s, and does not follow one that redirects', async () => {
    const told = await room();
    const { clock, receiver, deliveries } = told;
    const elsewhere = await startHookReceiver();
    cleanups.push(() => elsewhere.close());
    receiver.react(({ id }) => (id === 'sig_1' ? 'stall' : { status: 307, headers: { location: elsewhere.url } }));
    told.ring(of(1), of(2));
    await until(() => deliveries().length === 1 && receiver.posts.length === 2);
    expect(deliveries()[0]).toMatchObject({ signal: 'sig_2', outcome: 'retrying', status: 307 });
    receiver.react(({ id }) => (id === 'sig_1' ? 'stall' : { status: 204 }));
    clock.advance(15 * SECOND - 1);
    await until(() => deliveries().length === 2);
    expect(told.hooks.health()[0]).toMatchObject({ underWay: 1 });
    clock.advance(1);
    await until(() => deliveries().length === 3);
    expect(deliveries()[2]).toMatchObject({
      signal: 'sig_1',
      outcome: 'retrying',
      status: null,
      error: 'no answer in time',
    });
    expect(elsewhere.posts).toEqual([]);
    await until(() => receiver.open() === 0);
  });

  it('leaves a receiver alone for as long as it asks', async () => {
    const told = await room();
    const { clock, receiver, deliveries } = told;
    receiver.react(() => ({ status: 429, headers: { 'retry-after': '120' } }));
    told.ring(of(1));
    await until(() => deliveries().length === 1);
    receiver.react(() => ({ status: 204 }));
    told.ring(of(2));
    clock.advance(120 * SECOND - 1);
    await quiet(told);
    expect(receiver.posts).toHaveLength(1);
    clock.advance(1);
    await until(() => deliveries().length === 3);
    expect(
      deliveries()
        .slice(1)
        .every(({ outcome }) => outcome === 'delivered'),
    ).toBe(true);
  });

  it('goes on after a receiver that dropped connections, or was not there at all', async () => {
    const told = await room();
    const { clock, receiver, deliveries } = told;
    receiver.react(() => 'die');
    told.ring(of(1));
    await until(() => deliveries().length === 1);
    expect(deliveries()[0]).toMatchObject({ outcome: 'retrying', status: null });
    await receiver.close();
    clock.advance(SECOND);
    await until(() => deliveries().length === 2);
    expect(deliveries()[1]).toMatchObject({ outcome: 'retrying', error: 'ECONNREFUSED' });
    expect(told.hooks.health()[0]).toMatchObject({ state: 'failing', failuresInARow: 2, waiting: 1 });
  });

  it('stops for good at 410, over a restart too, and goes on from there with another url', async () => {
    const told = await room();
    const { receiver, deliveries } = told;
    receiver.react(() => ({ status: 410 }));
    told.ring(of(1));
    await until(() => deliveries().length === 1);
    await quiet(told);
    expect(told.hooks.health()[0]).toMatchObject({ state: 'disabled' });
    expect(told.reports[0]).toMatch(/410 Gone/);
    receiver.react(() => ({ status: 204 }));
    told.ring(of(2));
    await told.hooks.stop();
    const again = told.compose();
    await again.start();
    await quiet({ log: told.log, hooks: again });
    expect(receiver.posts).toHaveLength(1);
    expect(again.health()[0]).toMatchObject({ state: 'disabled' });
    await again.stop();
    const moved = told.compose({ hooks: [{ name: 'ops', url: `${receiver.url}?new`, secret }] });
    await moved.start();
    await until(() => deliveries().length === 3);
    expect(receiver.posts.slice(1).map(({ id, path }) => [id, path])).toEqual([
      ['sig_1', '/hook?new'],
      ['sig_2', '/hook?new'],
    ]);
  });

  it('gives up after 24 h of trying, says so, and lets the chain go on', async () => {
    const told = await room();
    const { clock, receiver, deliveries } = told;
    const start = clock.now();
    receiver.react(({ id }) => ({ status: id === 'sig_1' ? 503 : 204 }));
    told.ring(of(1), of(1, { id: 'sig_1b' }));
    await until(() => deliveries().length === 1);
    while (!deliveries().some(({ outcome }) => outcome === 'gave-up')) {
      const [known, { nextRetry }] = [deliveries().length, deliveries().at(-1)!];
      clock.advance(Math.max(nextRetry! - clock.now(), 30 * SECOND));
      await until(() => deliveries().length > known);
    }
    const last = deliveries().find(({ outcome }) => outcome === 'gave-up')!;
    expect(last.at - last.first).toBeGreaterThanOrEqual(24 * HOUR);
    expect(clock.now() - start).toBeLessThan(24 * HOUR + MINUTE);
    expect(told.reports.join()).toMatch(/gave up on signal sig_1 /);
    clock.advance(30 * SECOND);
    await until(() => deliveries().at(-1)!.signal === 'sig_1b');
    expect(deliveries().at(-1)!.outcome).toBe('delivered');
  });

  it('tries a receiver that is down with one post at a time, and brings it everything once it answers', async () => {
    const told = await room();
    const { clock, receiver, deliveries } = told;
    receiver.react(() => ({ status: 500 }));
    told.ring(...Array.from({ length: 40 }, (_, n) => of(n)));
    await until(() => deliveries().length >= 8);
    await quiet(told);
    // Some were under way when it fell silent; from then on each minute brings a few single tries.
    const atOnce = deliveries().length;
    expect(atOnce).toBeLessThanOrEqual(12);
    for (let second = 0; second < 60; second++) {
      clock.advance(SECOND);
      await until(() => told.hooks.health()[0]!.underWay <= 1);
      await quiet(told);
    }
    expect(deliveries().length).toBeLessThanOrEqual(atOnce + 6);
    receiver.react(() => ({ status: 204 }));
    clock.advance(30 * SECOND);
    await until(() => deliveries().filter(({ outcome }) => outcome === 'delivered').length === 40);
    expect(told.hooks.health()[0]).toMatchObject({ state: 'ok', waiting: 0 });
  });

  it('posts nothing more of a chain until the outcome before it is written down', async () => {
    const told = await room();
    const { clock, receiver, deliveries } = told;
    const release = told.log.hold();
    told.ring(of(1), of(1, { id: 'sig_1b' }));
    await until(() => told.log.held() === 1);
    expect(ids(receiver.posts)).toEqual(['sig_1']);
    told.log.fail(1);
    release();
    await until(() => clock.planned() === 2);
    clock.advance(SECOND);
    await until(() => deliveries().length === 2);
    expect(ids(receiver.posts)).toEqual(['sig_1', 'sig_1b']);
  });

  it('is served by one of two processes of a group, and by the other when that one is gone', async () => {
    const told = await room({ group: 'hooks' });
    const second = told.compose();
    await second.start();
    await told.log.delivered();
    expect([told.hooks, second].map((hooks) => hooks.health()[0]!.state).sort()).toEqual(['elsewhere', 'ok']);
    told.ring(of(1));
    await until(() => told.deliveries().length === 1);
    await told.hooks.stop();
    told.ring(of(2));
    await until(() => told.deliveries().length === 2);
    expect(ids(told.receiver.posts)).toEqual(['sig_1', 'sig_2']);
    expect(second.health()[0]!.state).toBe('ok');
  });

  it('holds a bounded number in memory and lets its log wait, whatever stands in it', async () => {
    let up = false;
    const posted = new Set<string>();
    const told = await room({
      fetch: (_url, request) => {
        if (up) posted.add((request!.headers as Record<string, string>)['webhook-id']!);
        return Promise.resolve(new Response(null, { status: up ? 204 : 500 }));
      },
    });
    const all = Array.from({ length: 7_000 }, (_, n) => of(n));
    told.ring(...all);
    await until(() => told.hooks.health()[0]!.waiting >= 5_000);
    await quiet(told);
    expect(told.hooks.health()[0]!.waiting).toBeLessThan(5_500);
    up = true;
    told.clock.advance(30 * SECOND);
    await until(() => posted.size === all.length);
  });
});

describe('a hook that is killed between any two steps', () => {
  /** Everything that reaches the outside goes through here; after `steps` of it the process is dead. */
  function mortal(
    told: Room,
    steps: number,
  ): {
    options: Partial<HooksOptions>;
    dead: Promise<void>;
    kill: () => void;
  } {
    let left = steps;
    let die = (): void => {};
    const dead = new Promise<void>((resolve) => {
      die = resolve;
    });
    const never = new Promise<never>(() => {});
    const step = async <T>(act: () => Promise<T>): Promise<T> => {
      if (left <= 0) return never;
      left--;
      const result = await act();
      // It died after the step had its effect and before it heard of it.
      if (left <= 0) {
        die();
        return never;
      }
      return result;
    };
    const { log } = told;
    return {
      dead,
      kill() {
        left = 0;
      },
      options: {
        log: { ...log, append: (...args) => step(() => log.append(...args)) },
        fetch: (...args) => step(() => fetch(...args)),
      },
    };
  }

  it('loses no signal and keeps the order of each chain, wherever it is killed', async () => {
    // 3 chains of 3; the second signal of each fails once. A life takes 1 + 2 * 12 steps and more.
    const story = [0, 1, 2].flatMap((n) => ['a', 'b', 'c'].map((part) => of(n, { id: `sig_${n}${part}` })));
    for (let steps = 1; steps <= 24; steps++) {
      const told = await room();
      const { receiver, clock } = told;
      const failed = new Set<string>();
      receiver.react(({ id }) => {
        if (!id.endsWith('b') || failed.has(id)) return { status: 204 };
        failed.add(id);
        return { status: 500 };
      });
      await told.hooks.stop();

      const { options, dead } = mortal(told, steps);
      const first = told.compose(options, 'killed');
      await first.start();
      told.ring(...story);
      let isDead = false;
      void dead.then(() => {
        isDead = true;
      });
      await until(() => isDead || told.deliveries().length >= 6);
      while (!isDead) {
        clock.advance(SECOND);
        for (let turn = 0; turn < 50 && !isDead; turn++) await new Promise((resolve) => setImmediate(resolve));
      }

      const second = told.compose();
      await second.start();
      const delivered = (): Set<string> =>
        new Set(told.deliveries().flatMap(({ outcome, signal }) => (outcome === 'delivered' ? [signal] : [])));
      for (let waits = 0; delivered().size < 9; waits++) {
        expect(waits).toBeLessThan(2_000);
        clock.advance(SECOND / 10);
        for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
      }
      for (const n of [0, 1, 2]) {
        const arrived = ids(receiver.posts).filter((id) => id.startsWith(`sig_${n}`));
        const firsts = [...new Set(arrived)];
        expect(firsts).toEqual([`sig_${n}a`, `sig_${n}b`, `sig_${n}c`]);
      }
      // At most what was under way at the kill is posted again, beside the retries that were asked for.
      expect(receiver.posts.length).toBeLessThanOrEqual(9 + 3 + 3);
      await second.stop();
    }
  }, 60_000);

  it('comes to the end of its work though it dies again and again, with what it wrote down on the way', async () => {
    for (let round = 1; round <= 8; round++) {
      const told = await room();
      const { receiver, clock } = told;
      await told.hooks.stop();
      // One chain fails for minutes, so that checkpoints are written while it waits; the others now and then.
      const mended = clock.now() + (3 + round) * MINUTE;
      receiver.react(({ id }) => {
        const fails = id.startsWith('sig_0') ? clock.now() < mended : (receiver.posts.length + round) % 5 === 0;
        return { status: fails ? 503 : 204 };
      });
      const delivered = (): Set<string> =>
        new Set(told.deliveries().flatMap(({ outcome, signal }) => (outcome === 'delivered' ? [signal] : [])));
      const isCheckpointed = (): boolean =>
        told.log.records('deliveries', 0).some(({ value }) => {
          const record = decodeDelivery(value);
          return isCheckpoint(record) && record.pending.length > 0;
        });
      let sent = 0;
      let lives = 0;
      while (delivered().size < sent || sent < 24) {
        expect(++lives).toBeLessThan(100);
        const { options, dead, kill } = mortal(told, 8 + ((lives * round) % 11));
        const life = told.compose(options, 'killed');
        await life.start();
        if (sent < 24) {
          told.ring(...['a', 'b', 'c'].map((part) => of(sent % 4, { id: `sig_${sent % 4}${sent}${part}` })));
          sent += 3;
        }
        let isDead = false;
        void dead.then(() => {
          isDead = true;
        });
        while (!isDead && delivered().size < sent) {
          clock.advance(10 * SECOND);
          for (let turn = 0; turn < 30 && !isDead; turn++) await new Promise((resolve) => setImmediate(resolve));
        }
        kill();
      }
      expect(isCheckpointed()).toBe(true);
      for (const n of [0, 1, 2, 3]) {
        const chain = told.log
          .records('signals', 0)
          .map(({ value }) => (JSON.parse(value.toString('utf8')) as Signal).id)
          .filter((id) => id.startsWith(`sig_${n}`));
        const arrived = ids(receiver.posts).filter((id) => id.startsWith(`sig_${n}`));
        expect([...new Set(arrived)]).toEqual(chain);
      }
    }
  }, 60_000);
});
