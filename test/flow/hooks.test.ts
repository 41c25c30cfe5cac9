import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedLog } from '@belfry/ingest/log';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { composeHooks } from '../../processor/src/alerting/compose-hooks.ts';
import { encodeSignal } from '../../processor/src/contract/signal.ts';
import { hookBodySchema } from '../../processor/src/contract/signal-schema.ts';
import { createFakeWallClock } from '../support/fake-wall-clock.ts';
import { startHookReceiver } from '../support/hook-receiver.ts';
import {
  breached,
  cleanups,
  HOUR,
  ids,
  kpi,
  MINUTE,
  notice,
  of,
  quiet,
  room,
  SECOND,
  secret,
  until,
} from '../support/hook-room.ts';

describe('hooks', () => {
  it('posts signals signed per Standard Webhooks, with their own id, in the shape of the schema', async () => {
    const { receiver, ring, deliveries } = await room();
    ring(breached, kpi, notice);
    await until(() => deliveries().length === 3);
    expect(ids(receiver.posts).sort()).toEqual(['sig_1', 'sig_kpi', 'sig_notice']);
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
      ['delivered', 1, 204],
    ]);
  });

  it('posts no history, and nothing twice that was published twice', async () => {
    const told = await room();
    told.ring(of(1, { quiet: true }), of(2, { quiet: true, kind: 'cancelled-late' }), of(3));
    told.log.put('signals', 0, [{ key: '', kind: 'totals', value: Buffer.from('{}') }]);
    told.log.put('signals', 0, [{ key: '', kind: 'signal', value: Buffer.from('null') }]);
    await until(() => told.deliveries().length === 1);
    // Each lane that holds some of an unfinished import tells of it under one id, in words of its own.
    told.ring(of(3), notice, { ...notice, lane: 1, at: 7_000 }, of(4));
    await until(() => told.deliveries().length === 3);
    await quiet(told);
    expect(ids(told.receiver.posts).sort()).toEqual(['sig_3', 'sig_4', 'sig_notice']);
    expect(told.reports).toHaveLength(1);
    expect(told.hooks.health()[0]).toMatchObject({ state: 'ok', waiting: 0, nextOffset: 9 });
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

  it('goes on over a restart on the embedded log as well', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'belfry-hooks-'));
    cleanups.push(() => rm(directory, { recursive: true, force: true }));
    const receiver = await startHookReceiver();
    cleanups.push(() => receiver.close());
    const clock = createFakeWallClock(Date.now());
    receiver.react(({ id }) => ({ status: id === 'sig_2' && receiver.posts.length < 3 ? 503 : 204 }));
    for (const life of [1, 2]) {
      const log = await createEmbeddedLog({ directory, wallClock: clock });
      await log.ensure([
        { name: 'signals', partitions: 1 },
        { name: 'deliveries', partitions: 1 },
      ]);
      const hooks = composeHooks({
        log,
        wallClock: clock,
        hooks: [{ name: 'ops', url: receiver.url, secret }],
        random: () => 1,
        report: (line) => expect.unreachable(line),
      });
      await hooks.start();
      if (life === 1) {
        const signals = [of(1), of(2)].map((signal) => ({
          key: '',
          kind: 'signal' as const,
          value: encodeSignal(signal),
        }));
        await log.append('signals', 0, signals);
        await until(() => hooks.health()[0]!.failuresInARow === 1 && receiver.posts.length === 2);
        await until(() => hooks.health()[0]!.underWay === 0);
      } else {
        clock.advance(SECOND);
        await until(() => receiver.posts.length === 3);
      }
      await hooks.stop();
      await log.close();
    }
    expect(ids(receiver.posts).sort()).toEqual(['sig_1', 'sig_2', 'sig_2']);
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
