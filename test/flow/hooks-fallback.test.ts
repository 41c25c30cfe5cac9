import { describe, expect, it } from 'vitest';
import { encodeNotification } from '../../processor/src/contract/notification.ts';
import {
  hookAt,
  ids,
  later,
  MINUTE,
  note,
  outcomes,
  pass,
  quiet,
  type Room,
  resolved,
  room,
  SECOND,
  until,
} from '../support/hook-room.ts';

/** The hook `ops` falls back on `other`, and `other` on `ops`; each has a path of its own at the receiver. */
async function pair(): Promise<Room & { posted(path: string): string[] }> {
  const first = await room();
  await first.hooks.stop();
  const compose: Room['compose'] = (over, end) =>
    first.compose(
      {
        hooks: [
          hookAt(`${first.receiver.url}?ops`, { fallback: 'other' }),
          hookAt(`${first.receiver.url}?other`, { name: 'other', fallback: 'ops' }),
        ],
        ...over,
      },
      end,
    );
  const hooks = compose();
  await hooks.start();
  const told: Room = { ...first, compose, hooks };
  return {
    ...told,
    posted: (path) => ids(first.receiver.posts.filter((post) => post.path.endsWith(`?${path}`))),
  };
}
const words = (told: Room, outcome: string): string[] =>
  outcomes(told.deliveries()).filter((text) => text.endsWith(outcome));

describe('the fallback of a hook', () => {
  it('is told after two minutes, under an id that follows from the first; the hook itself goes on', async () => {
    const told = await pair();
    told.receiver.react(({ path }) => ({ status: path.endsWith('?ops') ? 500 : 204 }));
    told.ring(note(1), later(1, 'b'));
    await pass(told, 2 * MINUTE - SECOND);
    expect(told.notifications('other')).toEqual([]);
    await pass(told, 6 * SECOND);
    expect(told.notifications('other')).toEqual([
      { ...note(1), hook: 'other', id: 'msg_1~other', insteadOf: 'ops' },
      { ...later(1, 'b'), hook: 'other', id: 'msg_1b~other', insteadOf: 'ops' },
    ]);
    expect(told.posted('other')).toEqual(['msg_1~other', 'msg_1b~other']);
    told.receiver.react(() => ({ status: 204 }));
    await pass(told, 5 * MINUTE);
    expect(words(told, 'fell-back')).toEqual(['msg_1 fell-back', 'msg_1b fell-back']);
    expect(words(told, 'delivered').sort()).toEqual([
      'msg_1 delivered',
      'msg_1b delivered',
      'msg_1b~other delivered',
      'msg_1~other delivered',
    ]);
  });

  it('hears a group to its end, so that nothing stays open there when the hook is back', async () => {
    const told = await pair();
    told.receiver.react(({ path }) => ({ status: path.endsWith('?ops') ? 500 : 204 }));
    told.ring(note(1), note(2));
    await pass(told, 10 * SECOND);
    told.receiver.react(({ path, id }) => ({ status: path.endsWith('?ops') && id === 'msg_1' ? 500 : 204 }));
    await pass(told, 3 * MINUTE);
    told.receiver.react(() => ({ status: 204 }));
    await pass(told, 3 * MINUTE);
    expect(words(told, 'fell-back')).toEqual(['msg_1 fell-back']);
    told.ring(resolved(1), resolved(2), note(1, { id: 'msg_1n' }));
    await pass(told, 10 * SECOND);
    expect(told.posted('ops').slice(-3).sort()).toEqual(['msg_1n', 'msg_1r', 'msg_2r']);
    expect(told.posted('other')).toEqual(['msg_1~other', 'msg_1r~other', 'msg_1n~other']);
  });

  it('is told at once, and in its place, when the hook is disabled', async () => {
    const told = await pair();
    told.receiver.react(({ path }) => ({ status: path.endsWith('?ops') ? 410 : 204 }));
    told.ring(note(1), note(2), resolved(2));
    await until(() => told.posted('other').length === 3);
    await quiet(told);
    told.ring(note(3));
    await until(() => told.posted('other').length === 4);
    expect(told.posted('other').sort()).toEqual(['msg_1~other', 'msg_2r~other', 'msg_2~other', 'msg_3~other']);
    expect(told.hooks.health()[0]).toMatchObject({ state: 'disabled', waiting: 0 });
    // Over a restart too, and with another url nothing of it comes again.
    await told.hooks.stop();
    const posts = told.receiver.posts.length;
    told.receiver.react(() => ({ status: 204 }));
    const moved = told.compose({
      hooks: [
        hookAt(`${told.receiver.url}?ops-new`, { fallback: 'other' }),
        hookAt(`${told.receiver.url}?other`, { name: 'other' }),
      ],
    });
    await moved.start();
    await quiet({ log: told.log, hooks: moved });
    expect(told.receiver.posts).toHaveLength(posts);
    expect(moved.health()[0]).toMatchObject({ state: 'idle', waiting: 0 });
  });

  it('hands nothing on itself, however long both are away', async () => {
    const told = await pair();
    told.receiver.react(() => ({ status: 500 }));
    told.ring(note(1));
    await pass(told, 20 * MINUTE, 5 * SECOND);
    expect(told.notifications('ops')).toEqual([note(1)]);
    expect(ids(told.notifications('other'))).toEqual(['msg_1~other']);
    expect(words(told, 'fell-back')).toEqual(['msg_1 fell-back']);
  });

  it('posts a second copy to nobody: one that was handed on before a crash kept the word of it', async () => {
    const told = await pair();
    told.receiver.react(({ path }) => ({ status: path.endsWith('?ops') ? 500 : 204 }));
    const copy = { ...note(1), hook: 'other', id: 'msg_1~other', insteadOf: 'ops' };
    told.ring(note(1));
    await until(() => told.deliveries().length === 1);
    told.log.put('deliveries', 0, [{ key: 'other', kind: 'notification', value: encodeNotification(copy) }]);
    await pass(told, 3 * MINUTE);
    expect(told.notifications('other')).toEqual([copy, copy]);
    expect(told.posted('other')).toEqual(['msg_1~other']);
  });

  it('does not hand on again after a restart what the fallback has', async () => {
    const told = await pair();
    told.receiver.react(({ path }) => ({ status: path.endsWith('?ops') ? 500 : 204 }));
    told.ring(note(1));
    await pass(told, 3 * MINUTE);
    await told.hooks.stop();
    const again = told.compose();
    await again.start();
    await pass({ ...told, hooks: again }, 10 * MINUTE, 5 * SECOND);
    expect(ids(told.notifications('other'))).toEqual(['msg_1~other']);
    told.ring(resolved(1));
    await until(() => told.notifications('other').length === 2);
    expect(ids(told.notifications('other'))).toEqual(['msg_1~other', 'msg_1r~other']);
  });

  it('gets what comes even when more waits than the hook may hold', async () => {
    const told = await room(
      {
        createReceiver: ({ name }) => ({
          body: () => '',
          post: () => Promise.resolve({ kind: 'answered', status: name === 'ops' ? 500 : 204, retryAfter: null }),
        }),
      },
      { fallback: 'other' },
    );
    told.ring(...Array.from({ length: 5_000 }, (_, n) => note(n)));
    await pass(told, 3 * MINUTE, 10 * SECOND);
    told.ring(...Array.from({ length: 3_000 }, (_, n) => note(5_000 + n)));
    await pass(told, 3 * MINUTE, 10 * SECOND);
    expect(new Set(ids(told.notifications('other'))).size).toBe(8_000);
    expect(told.hooks.health()[0]!.waiting).toBeLessThan(5_500);
  }, 60_000);
});
