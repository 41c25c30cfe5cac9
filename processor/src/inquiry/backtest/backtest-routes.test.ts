import { RowWriter, type Sql, SqlError } from '@belfry/sql';
import { expect, it, vi } from 'vitest';
import { createFakeWallClock } from '../../../../test/support/fake-wall-clock.ts';
import type { Refusal } from '../../contract/index.ts';
import type { PublishedPolicies } from '../../pipeline/published-policies.ts';
import { backtestRoutes } from './backtest-routes.ts';

const NOON = Date.parse('2026-10-05T12:00:00Z');
const PACK = `pack: shop
title: Shop
description: x
effective: 2026-01-01
promises:
  ship:
    title: Ship
    subject: order
    kind: internal
    start: order.opened
    stop: order.shipped
    provenance: x
    targets: [{ name: all, target: 1 hour }]
`;

const rowsOf = (order: number): Buffer => {
  const event = { specversion: '1.0', id: `${order}`, source: 's', type: 'order.opened', subject: `order/${order}` };
  const value = Buffer.from(JSON.stringify({ ...event, time: '2026-10-05T09:00:00Z', data: {} }));
  const rows = new RowWriter([
    ['lane', 'UInt16'],
    ['subject', 'String'],
    ['offset', 'Int64'],
    ['append_time', 'Int64'],
    ['value', 'String'],
  ]);
  rows.u16(0).str(`order/${order}`).i64(order).i64(NOON).buf(value).end();
  return rows.take();
};

/** An archive whose chunks come as the test says. */
function room(chunks: () => AsyncGenerator<Buffer, void, void>) {
  const sql = {
    query: async (query: string) =>
      query.includes('positions') ? [{ lane: 0, next_offset: 1e9, horizon: NOON, extent: '{}' }] : [{ n: 1000 }],
    stream: async () => chunks(),
  } as unknown as Sql;
  const published = { versions: async () => [] } as unknown as PublishedPolicies;
  const said: string[] = [];
  const app = backtestRoutes({
    sql,
    generation: 1,
    published,
    wallClock: createFakeWallClock(NOON),
    report: (line) => said.push(line),
  });
  const post = (query = 'from=2026-10-05&to=2026-10-06', body = PACK, type = 'application/yaml') =>
    app.request(`/api/backtest?${query}`, { method: 'POST', body, headers: { 'content-type': type } });
  return { post, said };
}

async function* fewOrders() {
  yield rowsOf(1);
  yield rowsOf(2);
}

it('tells what differs, and the result as the last line', async () => {
  const { post } = room(fewOrders);
  const answer = await post();
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
  const lines = (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ kind }) => kind)).toEqual(['difference', 'difference', 'progress', 'result']);
  expect(lines[0]).toEqual({
    kind: 'difference',
    subject: 'order/1',
    promise: 'shop/ship',
    cycle: 1,
    partner: 'unknown',
    before: null,
    after: { counted: true, verdict: 'breached', due: '2026-10-05T10:00:00.000Z', row: 'all' },
  });
  expect(lines.at(-1)).toMatchObject({ against: null, events: 2, subjects: 2, total: { after: { breached: 2 } } });
});

it('reads no further when nobody listens any more, and another may begin', async () => {
  let isEnded = false;
  const { post } = room(async function* () {
    try {
      for (let order = 0; ; order++) {
        yield rowsOf(order);
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      isEnded = true;
    }
  });
  const reader = (await post()).body!.getReader();
  await reader.read();
  expect((await post()).status).toBe(429);
  expect(isEnded).toBe(false);
  await reader.cancel();
  await vi.waitFor(() => expect(isEnded).toBe(true));
  await vi.waitFor(async () => {
    const next = await post();
    await next.body!.cancel();
    expect(next.status).toBe(200);
  });
});

it('says that it failed, as its last line', async () => {
  const { post, said } = room(async function* () {
    yield rowsOf(1);
    throw new SqlError('SQL_UNAVAILABLE', 'ClickHouse is away');
  });
  const last = (await (await post()).text()).trimEnd().split('\n').at(-1)!;
  expect(JSON.parse(last)).toMatchObject({ kind: 'failed', reason: 'ClickHouse is away' });
  expect(said).toEqual(['a back-test failed: ClickHouse is away']);
});

it('refuses what it cannot judge, before it begins', async () => {
  const { post } = room(fewOrders);
  expect((await post('from=2026-10-05')).status).toBe(400);
  expect((await post(undefined, PACK, 'text/plain')).status).toBe(415);
  expect((await post(undefined, `# ${'x'.repeat(600_000)}`)).status).toBe(413);
  const refused = await post(undefined, PACK.replace('stop:', 'stopp:'));
  expect(refused.status).toBe(422);
  const { problems } = (await refused.json()) as Refusal;
  expect(problems!.map(({ line, path }) => [line, path])).toEqual([
    [6, 'promises.ship.stop'],
    [11, 'promises.ship.stopp'],
  ]);
});
