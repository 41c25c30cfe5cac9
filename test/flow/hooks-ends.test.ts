import { describe, expect, it } from 'vitest';
import {
  heartbeat,
  later,
  MINUTE,
  note,
  outcomes,
  pass,
  quiet,
  resolved,
  room,
  SECOND,
  until,
} from '../support/hook-room.ts';

const ack = (n: number) => later(n, 'k', { action: 'acknowledge', reason: 'acknowledged' });
const unanswered = { kind: 'unreachable', reason: 'ECONNREFUSED' } as const;

describe('the end of what a hook was never told', () => {
  it('is sent to nobody: its acknowledgement and its resolve are needless', async () => {
    const told = await room();
    told.ring(ack(1), resolved(1), note(2), ack(2), resolved(2));
    await until(() => told.deliveries().length === 5);
    expect(outcomes(told.deliveries()).sort()).toEqual([
      'msg_1k needless',
      'msg_1r needless',
      'msg_2 delivered',
      'msg_2k delivered',
      'msg_2r delivered',
    ]);
    expect(told.receiver.posts.map(({ id }) => id)).toEqual(['msg_2', 'msg_2k', 'msg_2r']);
    const needless = told.deliveries().find(({ notification }) => notification === 'msg_1r')!;
    expect(needless).toMatchObject({ attempt: 0, status: null });
    expect(needless).not.toHaveProperty('body');
  });

  it('is needless when the trigger and each update were given up, and not when one of them got through', async () => {
    const refused = new Set(['msg_1', 'msg_1b', 'msg_2']);
    const told = await room({
      createReceiver: () => ({
        body: ({ id }) => id,
        post: ({ id }) =>
          Promise.resolve(refused.has(id) ? unanswered : { kind: 'answered', status: 200, retryAfter: null }),
      }),
    });
    told.ring(note(1), later(1, 'b'), resolved(1), note(2), later(2, 'b'), resolved(2));
    const ended = (): string[] => outcomes(told.deliveries()).filter((words) => !words.endsWith('retrying'));
    await pass(told, 26 * 60 * MINUTE, 15 * MINUTE);
    expect(ended().sort()).toEqual([
      'msg_1 gave-up',
      'msg_1b gave-up',
      'msg_1r needless',
      'msg_2 gave-up',
      'msg_2b delivered',
      'msg_2r delivered',
    ]);
  });

  it('is decided alike after a restart, and is forgotten with its resolve', async () => {
    const told = await room();
    told.ring(note(1), note(2), resolved(2));
    await until(() => told.deliveries().length === 3);
    await told.hooks.stop();
    const again = told.compose();
    await again.start();
    told.ring(resolved(1), resolved(2, { id: 'msg_2rr' }), resolved(3));
    await until(() => told.deliveries().length === 6);
    expect(outcomes(told.deliveries()).slice(3).sort()).toEqual([
      'msg_1r delivered',
      'msg_2rr needless',
      'msg_3r needless',
    ]);
  });

  it('is still known of groups that are open for longer than the log keeps their trigger', async () => {
    const told = await room();
    told.ring(note(1));
    await until(() => told.deliveries().length === 1);
    const behind = told.log.records('deliveries', 0).at(-1)!.offset + 1;
    await pass(told, 60 * MINUTE, MINUTE);
    told.log.trim('deliveries', 0, behind);
    await told.hooks.stop();
    const again = told.compose();
    await again.start();
    told.ring(resolved(1));
    await until(() => told.deliveries().length === 1);
    expect(outcomes(told.deliveries())).toEqual(['msg_1r delivered']);
    expect(told.reports).toEqual([]);
  });

  it('is needless as well where this kind of receiver has no word for it', async () => {
    const told = await room({
      createReceiver: () => ({
        body: ({ action }) => (action === 'acknowledge' ? null : action),
        post: () => Promise.resolve({ kind: 'answered', status: 200, retryAfter: null }),
      }),
    });
    told.ring(note(1), ack(1), resolved(1));
    await until(() => told.deliveries().length === 3);
    expect(outcomes(told.deliveries())).toEqual(['msg_1 delivered', 'msg_1k needless', 'msg_1r delivered']);
  });

  it('is posted all the same when somebody asks for it', async () => {
    const told = await room();
    told.ring(resolved(1), resolved(1, { again: { who: 'lena', at: 1 } }));
    await until(() => told.deliveries().length === 2);
    expect(outcomes(told.deliveries())).toEqual(['msg_1r needless', 'msg_1r delivered']);
  });
});

describe('heartbeats', () => {
  it('are posted; of those that wait only the newest is, and none for longer than two minutes', async () => {
    const told = await room({}, { fallback: 'other' });
    told.ring(heartbeat(1));
    await until(() => told.deliveries().length === 1);
    told.receiver.react(() => ({ status: 500 }));
    told.ring(heartbeat(2));
    await until(() => told.deliveries().length === 2);
    told.ring(heartbeat(3), heartbeat(4));
    await until(() => told.deliveries().length === 4);
    await pass(told, 3 * MINUTE);
    const last = (id: string) => told.deliveries().findLast(({ notification }) => notification === id)!;
    expect(['msg_beat1', 'msg_beat2', 'msg_beat3'].map((id) => last(id).outcome)).toEqual([
      'delivered',
      'needless',
      'needless',
    ]);
    const { outcome, at, first } = last('msg_beat4');
    expect(['gave-up', 'needless']).toContain(outcome);
    expect(at - first).toBeLessThanOrEqual(2 * MINUTE + 30 * SECOND);
    expect(told.notifications('other')).toEqual([]);
    expect(told.hooks.health()[0]).toMatchObject({ waiting: 0, state: 'failing' });
  });

  it('that nobody could take while Belfry was away are not told late', async () => {
    const told = await room();
    await told.hooks.stop();
    told.ring(heartbeat(1), note(1));
    told.clock.advance(2 * MINUTE + 1);
    const again = told.compose();
    await again.start();
    await until(() => told.deliveries().length === 2);
    expect(outcomes(told.deliveries()).sort()).toEqual(['msg_1 delivered', 'msg_beat1 needless']);
    await quiet({ log: told.log, hooks: again });
  });
});
