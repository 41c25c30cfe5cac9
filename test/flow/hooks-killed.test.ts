import { describe, expect, it } from 'vitest';
import type { HooksOptions } from '../../processor/src/alerting/compose-hooks.ts';
import { decodeDelivery, isCheckpoint } from '../../processor/src/contract/delivery.ts';
import type { Signal } from '../../processor/src/contract/signal.ts';
import { ids, MINUTE, of, type Room, room, SECOND, until } from '../support/hook-room.ts';

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
