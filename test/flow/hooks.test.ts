import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedLog } from '@belfry/ingest/log';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { composeHooks } from '../../processor/src/alerting/compose-hooks.ts';
import { encodeNotification } from '../../processor/src/contract/notification.ts';
import { createFakeWallClock } from '../support/fake-wall-clock.ts';
import { startHookReceiver } from '../support/hook-receiver.ts';
import {
  cleanups,
  HOUR,
  hookAt,
  ids,
  later,
  MINUTE,
  note,
  outcomes,
  quiet,
  room,
  SECOND,
  secret,
  until,
} from '../support/hook-room.ts';

describe('hooks', () => {
  it('posts notifications signed per Standard Webhooks, under their own id, and keeps what it posted', async () => {
    const { receiver, ring, deliveries } = await room();
    ring(note(1), note(2, { title: '\u{1f514}'.repeat(20_000) }));
    await until(() => deliveries().length === 2);
    expect(receiver.posts).toHaveLength(2);
    for (const post of receiver.posts) {
      expect(new Webhook(secret).verify(post.body, post.headers)).toEqual(JSON.parse(post.body));
      expect(() => new Webhook(secret).verify(`${post.body} `, post.headers)).toThrow();
    }
    expect(deliveries().map(({ outcome, attempt, status, error }) => [outcome, attempt, status, error])).toEqual([
      ['delivered', 1, 204, ''],
      ['delivered', 1, 204, ''],
    ]);
    const [small, large] = ['msg_1', 'msg_2'].map((id) => ({
      kept: deliveries().find(({ notification }) => notification === id)!.body!,
      posted: receiver.posts.find((post) => post.id === id)!.body,
    }));
    expect(small!.kept).toBe(small!.posted);
    // Shown to people, so 64 kB will do; cut between two characters.
    expect(Buffer.byteLength(large!.kept)).toBeGreaterThan(64 * 1024 - 4);
    expect(Buffer.byteLength(large!.kept)).toBeLessThanOrEqual(64 * 1024);
    expect(large!.posted.startsWith(large!.kept)).toBe(true);
  });

  it('posts nothing twice that was published twice, and passes over what is for others or is none', async () => {
    const told = await room();
    told.ring(note(3), note(9, { hook: 'other' }));
    told.log.put('deliveries', 0, [{ key: 'ops', kind: 'notification', value: Buffer.from('null') }]);
    told.log.put('deliveries', 0, [{ key: 'ops', kind: 'notification', value: Buffer.from('{"id":"msg_0"}') }]);
    await until(() => told.deliveries().length === 1);
    told.ring(note(3), note(4), note(4));
    await until(() => told.deliveries().length === 2);
    await quiet(told);
    expect(ids(told.receiver.posts)).toEqual(['msg_3', 'msg_4']);
    expect(told.reports).toEqual([
      expect.stringMatching(/offset 3 of deliveries is no notification/),
      expect.stringMatching(/offset 4 of deliveries is no notification \(id, group or action is missing\)/),
    ]);
    expect(told.hooks.health()[0]).toMatchObject({ state: 'ok', waiting: 0 });
  });

  it('posts again what somebody asks for again, with the id and the bytes of the first, as an outcome of its own', async () => {
    const told = await room();
    told.ring(note(1));
    await until(() => told.deliveries().length === 1);
    told.receiver.react(() => ({ status: 500 }));
    told.ring(note(1, { again: { who: 'lena', at: 5 } }));
    await until(() => told.deliveries().length === 2);
    told.receiver.react(() => ({ status: 204 }));
    told.ring(note(1));
    told.clock.advance(SECOND);
    await until(() => told.deliveries().length === 3);
    await quiet(told);
    expect(told.receiver.posts.map(({ id, body }) => [id, body])).toEqual(
      Array(3).fill(['msg_1', told.receiver.posts[0]!.body]),
    );
    expect(told.deliveries().map(({ offset, attempt, outcome }) => [offset, attempt, outcome])).toEqual([
      [1, 1, 'delivered'],
      [3, 1, 'retrying'],
      [3, 2, 'delivered'],
    ]);
  });

  it('begins at the end of the log when it is new, and goes on where it stood when it is not', async () => {
    const told = await room();
    told.ring(note(1), note('a', { hook: 'other' }));
    await until(() => told.deliveries().length === 1);
    await told.hooks.stop();
    told.ring(note(2), note('b', { hook: 'other' }));
    const again = told.compose();
    const fresh = told.compose({ hooks: [hookAt(told.receiver.url, { name: 'other' })] });
    await Promise.all([again.start(), fresh.start()]);
    await until(() => told.deliveries().length === 2);
    expect(fresh.health()[0]).toMatchObject({ state: 'idle', waiting: 0 });
    told.ring(note(3), note('c', { hook: 'other' }));
    await until(() => told.deliveries().length === 4);
    expect(outcomes(told.deliveries()).sort()).toEqual(['1', '2', '3', 'c'].map((id) => `msg_${id} delivered`));
  });

  it('is new where an earlier Belfry has left how far it had come in the log signals', async () => {
    const told = await room();
    await told.hooks.stop();
    const old = [
      { hook: 'old', next: 400, pending: [2], at: 1 },
      {
        hook: 'old',
        signal: 'sig_1',
        offset: 2,
        attempt: 1,
        outcome: 'retrying',
        status: 500,
        error: '',
        at: 1,
        first: 1,
      },
    ];
    told.log.put(
      'deliveries',
      0,
      old.map((record) => ({ key: 'old', kind: 'delivery', value: Buffer.from(JSON.stringify(record)) })),
    );
    told.ring(note(1, { hook: 'old' }));
    const hooks = told.compose({ hooks: [hookAt(told.receiver.url, { name: 'old' })] });
    await hooks.start();
    told.ring(note(2, { hook: 'old' }));
    await until(() => told.deliveries().length === 1);
    expect(ids(told.receiver.posts)).toEqual(['msg_2']);
    expect(hooks.health()[0]).toMatchObject({ state: 'ok', failuresInARow: 0 });
    expect(told.reports).toEqual([]);
  });

  it('tries again with growing pauses: same id, same bytes; its chain waits, others pass', async () => {
    const told = await room();
    const { clock, receiver, deliveries } = told;
    receiver.react(({ id }) => ({ status: id === 'msg_1' && receiver.posts.length < 6 ? 500 : 204 }));
    told.ring(note(1), later(1, 'b'), note(2));
    await until(() => deliveries().length === 2);
    expect(ids(receiver.posts).sort()).toEqual(['msg_1', 'msg_2']);
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
    expect(ids(receiver.posts).slice(-2)).toEqual(['msg_1', 'msg_1b']);
    const bodies = receiver.posts.filter(({ id }) => id === 'msg_1').map(({ body }) => body);
    expect(new Set(bodies).size).toBe(1);
    expect(bodies).toHaveLength(5);
  });

  it('gives a receiver that stalls 15 s, and does not follow one that redirects', async () => {
    const told = await room();
    const { clock, receiver, deliveries } = told;
    const elsewhere = await startHookReceiver();
    cleanups.push(() => elsewhere.close());
    receiver.react(({ id }) => (id === 'msg_1' ? 'stall' : { status: 307, headers: { location: elsewhere.url } }));
    told.ring(note(1), note(2));
    await until(() => deliveries().length === 1 && receiver.posts.length === 2);
    expect(deliveries()[0]).toMatchObject({ notification: 'msg_2', outcome: 'retrying', status: 307 });
    receiver.react(({ id }) => (id === 'msg_1' ? 'stall' : { status: 204 }));
    clock.advance(15 * SECOND - 1);
    await until(() => deliveries().length === 2);
    expect(told.hooks.health()[0]).toMatchObject({ underWay: 1 });
    clock.advance(1);
    await until(() => deliveries().length === 3);
    expect(deliveries()[2]).toMatchObject({
      notification: 'msg_1',
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
    told.ring(note(1));
    await until(() => deliveries().length === 1);
    receiver.react(() => ({ status: 204 }));
    told.ring(note(2));
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
    told.ring(note(1));
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
    told.ring(note(1));
    await until(() => deliveries().length === 1);
    await quiet(told);
    expect(told.hooks.health()[0]).toMatchObject({ state: 'disabled' });
    expect(told.reports[0]).toMatch(/410 Gone/);
    receiver.react(() => ({ status: 204 }));
    told.ring(note(2));
    await told.hooks.stop();
    const again = told.compose();
    await again.start();
    await quiet({ log: told.log, hooks: again });
    expect(receiver.posts).toHaveLength(1);
    expect(again.health()[0]).toMatchObject({ state: 'disabled' });
    await again.stop();
    const moved = told.compose({ hooks: [hookAt(`${receiver.url}?new`)] });
    await moved.start();
    await until(() => deliveries().length === 3);
    expect(receiver.posts.slice(1).map(({ id, path }) => [id, path])).toEqual([
      ['msg_1', '/hook?new'],
      ['msg_2', '/hook?new'],
    ]);
  });

  it('gives up after 24 h of trying, says so, and lets the chain go on', async () => {
    const told = await room();
    const { clock, receiver, deliveries } = told;
    const start = clock.now();
    receiver.react(({ id }) => ({ status: id === 'msg_1' ? 503 : 204 }));
    told.ring(note(1), later(1, 'b'));
    await until(() => deliveries().length === 1);
    while (!deliveries().some(({ outcome }) => outcome === 'gave-up')) {
      const [known, { nextRetry }] = [deliveries().length, deliveries().at(-1)!];
      clock.advance(Math.max(nextRetry! - clock.now(), 30 * SECOND));
      await until(() => deliveries().length > known);
    }
    const last = deliveries().find(({ outcome }) => outcome === 'gave-up')!;
    expect(last.at - last.first).toBeGreaterThanOrEqual(24 * HOUR);
    expect(clock.now() - start).toBeLessThan(24 * HOUR + MINUTE);
    expect(told.reports.join()).toMatch(/gave up on msg_1 /);
    clock.advance(30 * SECOND);
    await until(() => deliveries().at(-1)!.notification === 'msg_1b');
    expect(deliveries().at(-1)!.outcome).toBe('delivered');
  });

  it('tries a receiver that is down with one post at a time, and brings it everything once it answers', async () => {
    const told = await room();
    const { clock, receiver, deliveries } = told;
    receiver.react(() => ({ status: 500 }));
    told.ring(...Array.from({ length: 40 }, (_, n) => note(n)));
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
    told.ring(note(1), later(1, 'b'));
    await until(() => told.log.held() === 1);
    expect(ids(receiver.posts)).toEqual(['msg_1']);
    told.log.fail(1);
    release();
    await until(() => clock.planned() === 2);
    clock.advance(SECOND);
    await until(() => deliveries().length === 2);
    expect(ids(receiver.posts)).toEqual(['msg_1', 'msg_1b']);
  });

  it('is served by one of two processes of a group, and by the other when that one is gone', async () => {
    const told = await room({ group: 'hooks' });
    const second = told.compose();
    await second.start();
    await told.log.delivered();
    expect([told.hooks, second].map((hooks) => hooks.health()[0]!.state).sort()).toEqual(['elsewhere', 'idle']);
    told.ring(note(1));
    await until(() => told.deliveries().length === 1);
    await told.hooks.stop();
    told.ring(note(2));
    await until(() => told.deliveries().length === 2);
    expect(ids(told.receiver.posts)).toEqual(['msg_1', 'msg_2']);
    expect(second.health()[0]!.state).toBe('ok');
  });

  it('goes on over a restart on the embedded log as well', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'belfry-hooks-'));
    cleanups.push(() => rm(directory, { recursive: true, force: true }));
    const receiver = await startHookReceiver();
    cleanups.push(() => receiver.close());
    const clock = createFakeWallClock(Date.now());
    receiver.react(({ id }) => ({ status: id === 'msg_2' && receiver.posts.length < 3 ? 503 : 204 }));
    for (const life of [1, 2]) {
      const log = await createEmbeddedLog({ directory, wallClock: clock });
      await log.ensure([{ name: 'deliveries', partitions: 1 }]);
      const hooks = composeHooks({
        log,
        wallClock: clock,
        hooks: [hookAt(receiver.url)],
        random: () => 1,
        report: (line) => expect.unreachable(line),
      });
      await hooks.start();
      if (life === 1) {
        const notifications = [note(1), note(2)].map((told) => ({
          key: told.hook,
          kind: 'notification' as const,
          value: encodeNotification(told),
        }));
        await log.append('deliveries', 0, notifications);
        await until(() => hooks.health()[0]!.failuresInARow === 1 && receiver.posts.length === 2);
        await until(() => hooks.health()[0]!.underWay === 0);
      } else {
        clock.advance(SECOND);
        await until(() => receiver.posts.length === 3);
      }
      await hooks.stop();
      await log.close();
    }
    expect(ids(receiver.posts).sort()).toEqual(['msg_1', 'msg_2', 'msg_2']);
  });

  it('holds a bounded number in memory and lets its log wait, whatever stands in it', async () => {
    let up = false;
    const posted = new Set<string>();
    const told = await room({
      createReceiver: () => ({
        body: () => '',
        post: ({ id }) => {
          if (up) posted.add(id);
          return Promise.resolve({ kind: 'answered', status: up ? 204 : 500, retryAfter: null });
        },
      }),
    });
    const all = Array.from({ length: 7_000 }, (_, n) => note(n));
    told.ring(...all);
    await until(() => told.hooks.health()[0]!.waiting >= 5_000);
    await quiet(told);
    expect(told.hooks.health()[0]!.waiting).toBeLessThan(5_500);
    up = true;
    told.clock.advance(30 * SECOND);
    await until(() => posted.size === all.length);
  });
});
