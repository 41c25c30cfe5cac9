import { type CompiledRouting, decodeNotification } from '@belfry/processor/contract';
import { SqlError } from '@belfry/sql';
import { describe, expect, it } from 'vitest';
import { createFakeWallClock } from '../../../../test/support/fake-wall-clock.ts';
import { createMemoryLog } from '../../../../test/support/memory-log.ts';
import type { HookList, Sent } from '../../contract/people-api.ts';
import { recordOf, testOf } from './ask-for.ts';
import { watchDeliveries } from './deliveries-watch.ts';
import { HooksBook } from './hooks-book.ts';
import { createHooksRoutes } from './hooks-routes.ts';

const hook = { kind: 'webhook', language: 'en', zone: 'UTC', perMinute: 60, fallback: null } as const;
const routing: CompiledRouting = {
  hooks: [
    { ...hook, name: 'ops' },
    { ...hook, name: 'director' },
  ],
  routes: [],
  calendars: {},
  heartbeat: null,
};

async function room(known: () => Promise<CompiledRouting | null> = () => Promise.resolve(routing)) {
  const wallClock = createFakeWallClock(7_000);
  const log = createMemoryLog({ wallClock });
  await log.ensure([{ name: 'deliveries', partitions: 1 }]);
  const book = new HooksBook(() => wallClock.now());
  const app = createHooksRoutes({
    book,
    log,
    wallClock,
    routing: known,
    whoAsks: (c) => c.req.header('x-who') ?? null,
  });
  const watch = watchDeliveries({ log, wallClock, books: [book], report: (line) => expect.unreachable(line) });
  await watch.start();
  const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    app,
    book,
    log,
    post,
    watch,
    sent: () =>
      log.records('deliveries', 0).map(({ key, kind, value }) => ({ key, kind, told: decodeNotification(value) })),
    list: async () => (await (await app.request('/api/hooks')).json()) as HookList,
    /** Until the book has read what the log holds. */
    async read() {
      await log.delivered();
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('/api/hooks', () => {
  it('sends a test, which stands in the log and in the list', async () => {
    const { post, sent, read, list, watch } = await room();
    const answer = await post('/api/hooks/ops/test');
    const { id } = (await answer.json()) as Sent;
    expect([answer.status, sent()]).toEqual([
      202,
      [{ key: 'ops', kind: 'notification', told: testOf('ops', id, 7_000) }],
    ]);
    await read();
    const { hooks, nobody } = await list();
    expect(hooks.map(({ name, waiting }) => [name, waiting])).toEqual([
      ['ops', 1],
      ['director', 0],
    ]);
    expect([hooks[0]!.deliveries[0]!.id, nobody]).toEqual([id, true]);
    await watch.stop();
  });

  it('delivers again under the same id, and says who asked', async () => {
    const { post, log, sent, read, watch } = await room();
    const first = { ...testOf('ops', 'msg_1', 1), again: { who: 'noor', at: 2 } };
    log.put('deliveries', 0, [recordOf(first)]);
    await read();
    const answer = await post('/api/hooks/ops/redeliver', { id: 'msg_1' }, { 'x-who': 'lena' });
    expect([answer.status, await answer.json()]).toEqual([202, { id: 'msg_1' }]);
    expect(sent()[1]!.told).toEqual({ ...first, again: { who: 'lena', at: 7_000 } });
    await watch.stop();
  });

  it('refuses what it does not know, and says what to do instead', async () => {
    const { post, watch, sent } = await room();
    const refusal = async (path: string, body?: unknown) => {
      const answer = await post(path, body);
      return [answer.status, await answer.json()];
    };
    expect(await refusal('/api/hooks/directr/test')).toEqual([
      404,
      { refused: 'hook', reason: 'There is no hook directr.', remedy: 'Did you mean director?' },
    ]);
    for (const body of ['', 'none', {}, { id: 4 }]) {
      expect(await refusal('/api/hooks/ops/redeliver', body)).toEqual([
        400,
        expect.objectContaining({ refused: 'id', remedy: expect.stringContaining('"id"') }),
      ]);
    }
    expect(await refusal('/api/hooks/ops/redeliver', { id: 'msg_9' })).toEqual([
      404,
      expect.objectContaining({ refused: 'id', reason: 'msg_9 is not among the last notifications of ops.' }),
    ]);
    expect(sent()).toEqual([]);
    await watch.stop();
    const none = await room(() => Promise.resolve(null));
    expect(await (await none.post('/api/hooks/ops/test')).json()).toMatchObject({
      remedy: 'Name one in the hooks file, and start again.',
    });
    await none.watch.stop();
  });

  it('says what does not answer', async () => {
    const away = await room(() => Promise.reject(new SqlError('SQL_UNAVAILABLE', 'connection refused')));
    const list = await away.app.request('/api/hooks');
    expect([list.status, await list.json()]).toEqual([503, expect.objectContaining({ refused: 'history' })]);
    await away.watch.stop();
    const { log, post, watch } = await room();
    log.fail(1);
    const test = await post('/api/hooks/ops/test');
    expect([test.status, await test.json()]).toEqual([503, expect.objectContaining({ refused: 'log' })]);
    await watch.stop();
  });
});
