import { describe, expect, it } from 'vitest';
import type { HooksOptions } from '../../processor/src/alerting/compose-hooks.ts';
import { MINUTE, note, pass, quiet, resolved, room, SECOND, until } from '../support/hook-room.ts';

/** A receiver that notes when it was posted to, on the clock of the story. */
function timed(answer: (id: string, posts: number) => number) {
  const posts: { readonly id: string; readonly at: number }[] = [];
  const createReceiver: HooksOptions['createReceiver'] = (_hook, { wallClock }) => ({
    body: ({ id }) => id,
    post: ({ id }) => {
      posts.push({ id, at: wallClock.now() });
      return Promise.resolve({ kind: 'answered', status: answer(id, posts.length), retryAfter: null });
    },
  });
  /** The most that any 60 s saw. */
  const densest = (): number =>
    Math.max(...posts.map(({ at }) => posts.filter((post) => post.at >= at && post.at < at + MINUTE).length));
  return { posts, createReceiver, densest };
}

describe('the limit of a hook', () => {
  it('holds in any 60 s, retries included, and drops nothing', async () => {
    const { posts, createReceiver, densest } = timed((_id, n) => (n % 7 === 0 ? 503 : 204));
    const told = await room({ createReceiver }, { perMinute: 10 });
    told.ring(...Array.from({ length: 25 }, (_, n) => note(n)));
    await quiet(told);
    expect(posts).toHaveLength(10);
    told.clock.advance(MINUTE - 1);
    await quiet(told);
    expect(posts).toHaveLength(10);
    told.ring(...Array.from({ length: 15 }, (_, n) => note(25 + n)));
    await pass(told, 8 * MINUTE);
    expect(densest()).toBe(10);
    expect(told.deliveries().filter(({ outcome }) => outcome === 'delivered')).toHaveLength(40);
    expect(told.hooks.health()[0]).toMatchObject({ state: 'ok', waiting: 0 });
  });

  it('holds over a restart', async () => {
    const { posts, createReceiver, densest } = timed(() => 204);
    const told = await room({ createReceiver }, { perMinute: 10 });
    told.ring(...Array.from({ length: 20 }, (_, n) => note(n)));
    await until(() => told.deliveries().length === 10);
    await told.hooks.stop();
    told.clock.advance(20 * SECOND);
    const again = told.compose();
    await again.start();
    await quiet({ log: told.log, hooks: again });
    expect(posts).toHaveLength(10);
    await pass({ ...told, hooks: again }, 2 * MINUTE);
    expect(posts).toHaveLength(20);
    expect(densest()).toBe(10);
  });

  it('lets resolves go before what else may go', async () => {
    const { posts, createReceiver } = timed(() => 204);
    const told = await room({ createReceiver }, { perMinute: 3 });
    told.ring(note(1), note(2), note(3));
    await until(() => told.deliveries().length === 3);
    told.ring(note(4), note(5), note(6), resolved(1), note(7), resolved(3));
    await pass(told, MINUTE);
    expect(posts.slice(3).map(({ id }) => id)).toEqual(['msg_1r', 'msg_3r', 'msg_4']);
  });

  it('takes nothing away from the fallback: what only waits for its turn stays', async () => {
    const { createReceiver } = timed(() => 204);
    const told = await room({ createReceiver }, { perMinute: 1, fallback: 'other' });
    told.ring(note(1), note(2), note(3), note(4), note(5));
    await pass(told, 5 * MINUTE);
    expect(told.deliveries().map(({ outcome }) => outcome)).toEqual(Array(5).fill('delivered'));
    expect(told.notifications('other')).toEqual([]);
  });
});
