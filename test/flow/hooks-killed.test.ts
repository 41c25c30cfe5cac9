import { describe, expect, it } from 'vitest';
import type { HooksOptions } from '../../processor/src/alerting/compose-hooks.ts';
import { createReceiver } from '../../processor/src/alerting/receivers/receiver.ts';
import { decodeDelivery, isCheckpoint, isSettled } from '../../processor/src/contract/delivery.ts';
import {
  heartbeat,
  hookAt,
  ids,
  later,
  MINUTE,
  note,
  type Room,
  resolved,
  room,
  SECOND,
  until,
} from '../support/hook-room.ts';

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
        createReceiver: (...args) => {
          const receiver = createReceiver(...args);
          return { ...receiver, post: (...posting) => step(() => receiver.post(...posting)) };
        },
      },
    };
  }

  it('loses no notification and keeps the order of each chain, wherever it is killed', async () => {
    // 3 chains of 3; the second signal of each fails once. A life takes 1 + 2 * 12 steps and more.
    const story = [0, 1, 2].flatMap((n) => [
      note(n, { id: `msg_${n}a` }),
      later(n, 'b'),
      resolved(n, { id: `msg_${n}c` }),
    ]);
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
        new Set(
          told.deliveries().flatMap(({ outcome, notification }) => (outcome === 'delivered' ? [notification] : [])),
        );
      for (let waits = 0; delivered().size < 9; waits++) {
        expect(waits).toBeLessThan(2_000);
        clock.advance(SECOND / 10);
        for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
      }
      for (const n of [0, 1, 2]) {
        const arrived = ids(receiver.posts).filter((id) => id.startsWith(`msg_${n}`));
        const firsts = [...new Set(arrived)];
        expect(firsts).toEqual([`msg_${n}a`, `msg_${n}b`, `msg_${n}c`]);
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
        const fails = id.startsWith('msg_0') ? clock.now() < mended : (receiver.posts.length + round) % 5 === 0;
        return { status: fails ? 503 : 204 };
      });
      const delivered = (): Set<string> =>
        new Set(
          told.deliveries().flatMap(({ outcome, notification }) => (outcome === 'delivered' ? [notification] : [])),
        );
      const isCheckpointed = (): boolean =>
        told.log.records('deliveries', 0).some(({ kind, value }) => {
          if (kind !== 'delivery') return false;
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
          told.ring(...['a', 'b', 'c'].map((part) => later(sent % 4, `${sent}${part}`)));
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
        const chain = ids(told.notifications('ops')).filter((id) => id.startsWith(`msg_${n}`));
        const arrived = ids(receiver.posts).filter((id) => id.startsWith(`msg_${n}`));
        expect([...new Set(arrived)]).toEqual(chain);
      }
    }
  }, 60_000);

  it('leaves nothing open and nobody untold when it falls back, wherever it is killed', async () => {
    const story = [note(1), heartbeat(1), later(1, 'b'), resolved(1), note(2), heartbeat(2), resolved(2), note(3)];
    const carried = story.filter(({ action }) => action !== 'heartbeat');
    for (let steps = 1; steps <= 40; steps++) {
      const told = await room();
      const { receiver, clock } = told;
      await told.hooks.stop();
      // `ops` takes nothing for four minutes, and the first trigger not for six, or never; `other` fails now and then.
      const mended = clock.now() + 4 * MINUTE;
      const firstTaken = steps % 10 === 0 ? Number.POSITIVE_INFINITY : mended + 2 * MINUTE;
      receiver.react(({ path, id }) => {
        if (path.endsWith('?other')) return { status: receiver.posts.length % 3 === 0 ? 500 : 204 };
        return { status: clock.now() < (id === 'msg_1' ? firstTaken : mended) ? 500 : 204 };
      });
      const hooks = [
        hookAt(`${receiver.url}?ops`, { fallback: 'other', perMinute: 20 }),
        hookAt(`${receiver.url}?other`, { name: 'other', fallback: 'ops' }),
      ];
      const { options, dead } = mortal(told, steps);
      const first = told.compose({ hooks, ...options }, 'killed');
      let isDead = false;
      void dead.then(() => {
        isDead = true;
      });
      // The very first step is that of a hook that begins, so that a life may end before it has started.
      await Promise.race([first.start(), dead]);
      told.ring(...story);
      while (!isDead) {
        clock.advance(5 * SECOND);
        for (let turn = 0; turn < 50 && !isDead; turn++) await new Promise((resolve) => setImmediate(resolve));
      }

      const second = told.compose({ hooks });
      await second.start();
      const settled = (hook: string): Set<string> =>
        new Set(
          told.deliveries().flatMap((word) => (word.hook === hook && isSettled(word) ? [word.notification] : [])),
        );
      for (let waits = 0; settled('ops').size < story.length || settled('other').size < carried.length; waits++) {
        expect(waits).toBeLessThan(5_000);
        clock.advance(waits < 200 ? 5 * SECOND : 10 * MINUTE);
        for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      }
      expect([...settled('other')].sort()).toEqual(carried.map(({ id }) => `${id}~other`).sort());
      for (const hook of ['ops', 'other']) {
        const delivered = told.deliveries().filter((word) => word.hook === hook && word.outcome === 'delivered');
        for (const end of delivered.filter(({ action }) => action === 'resolve')) {
          const before = delivered.slice(0, delivered.indexOf(end)).filter(({ group }) => group === end.group);
          expect(before.length).toBeGreaterThan(0);
        }
        // In the order of each group, however often one was posted.
        for (const n of [1, 2, 3]) {
          const arrived = receiver.posts.filter(
            (post) => post.path.endsWith(`?${hook}`) && post.id.startsWith(`msg_${n}`),
          );
          const inOrder = ids(told.notifications(hook)).filter((id) => id.startsWith(`msg_${n}`));
          const posted = new Set(ids(arrived));
          expect([...posted]).toEqual([...new Set(inOrder)].filter((id) => posted.has(id)));
        }
      }
      await second.stop();
    }
  }, 120_000);
});
