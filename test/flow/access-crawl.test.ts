import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Access, createAccess, mayDo, ruleOf, SCOPES, type Scope } from '@belfry/access';
import { composeRoutes } from '@belfry/cli/app';
import { composeDashboard, type Dashboard } from '@belfry/dashboard/compose';
import { composeIngest } from '@belfry/ingest/compose';
import { machineClock } from '@belfry/ingest/contract';
import { composeInquiry } from '@belfry/processor/inquiry';
import { type Sql, SqlError } from '@belfry/sql';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryLog } from '../support/memory-log.ts';
import { memoryTokenTable } from '../support/memory-token-table.ts';

/**
 * A crawl of everything that Belfry answers, as the one-process app composes it, open to others: each route and each event
 * of the socket, without a token and with one of each scope. The routes are the ones that the apps themselves name, so that
 * a new one is crawled too.
 */
const away = () => Promise.reject(new SqlError('SQL_UNAVAILABLE', 'no tables in this test', { retriable: true }));
const sql: Sql = {
  database: 'none',
  query: away,
  stream: away,
  command: away,
  insert: away,
  ready: away,
  close: async () => {},
};

/** All that is answered without a token. */
const OPEN = [
  'DELETE /api/session',
  'GET /access.css',
  'GET /api/health',
  'GET /enter',
  'GET /enter.js',
  'GET /favicon.svg',
  'GET /livez',
  'GET /readyz',
  'POST /api/session',
];
const SAMPLES: Readonly<Record<string, string>> = { partner: 'p12', number: '812', kind: 'order', id: '8812' };

let app: Hono;
let access: Access;
let dashboard: Dashboard;
let server: Server;
let url: string;
const sockets: Socket[] = [];
const texts = new Map<Scope, string>();

beforeAll(async () => {
  const log = createMemoryLog({ wallClock: machineClock });
  await log.ensure([
    { name: 'events', partitions: 2 },
    { name: 'signals', partitions: 1 },
    { name: 'kpi', partitions: 2 },
  ]);
  const shared = { log, sql, wallClock: machineClock, report: () => {} };
  const limits = { requestsInTenSeconds: 100_000 };
  access = createAccess({ ...shared, table: memoryTokenTable(), host: '0.0.0.0', limits });
  await access.start();
  dashboard = composeDashboard({
    ...shared,
    demo: false,
    explain: away,
    say: () => Promise.reject(new Error('nothing is said here')),
    access,
  });
  app = composeRoutes(access, [composeIngest(shared).app, composeInquiry({ ...shared, generation: 1 }), dashboard.app]);
  for (const scope of SCOPES) {
    const partner = scope === 'partner' ? 'p12' : null;
    const wish = { name: scope, scope, partner, source: null, expires: Date.now() + 3_600_000 };
    texts.set(scope, (await access.tokens.make(wish, 'the crawl')).text);
  }
  server = createAdaptorServer({ fetch: app.fetch }) as Server;
  dashboard.attach(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await dashboard.stop();
  await access.stop();
  server.close();
});

/** A path that the route answers. */
const sampled = (path: string): string =>
  path.replaceAll(/:(\w+)(\{[^/]*\})?/g, (_, name: string) => SAMPLES[name] ?? 'x').replaceAll('*', 'x');

/** Every route once, as a request for it: `GET /partner/p12`. What is said for all methods is asked with each. */
function requests(): string[] {
  const found = new Set<string>();
  for (const { method, path } of app.routes) {
    const asked = sampled(path);
    for (const one of method === 'ALL' ? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] : [method])
      found.add(`${one} ${asked}`);
  }
  return [...found].sort();
}

async function answered(request: string, scope?: Scope, query = ''): Promise<number> {
  const [method, path] = request.split(' ') as [string, string];
  const headers = {
    ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
    ...(scope === undefined ? {} : { authorization: `Bearer ${texts.get(scope)}` }),
  };
  const { status } = await fetch(`${url}${path}${query}`, { method, headers, redirect: 'manual' });
  return status;
}
const wall = (scope?: Scope): Socket => {
  const auth = scope === undefined ? {} : { token: texts.get(scope) };
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, auth });
  sockets.push(socket);
  return socket;
};
/** `connect`, or the status of the refusal. */
const admitted = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => {
    socket.once('connect', () => resolve('connect'));
    socket.once('connect_error', (error: Error & { data?: { status?: number } }) => resolve(error.data?.status));
  });

describe('without a token', () => {
  it('every route answers 401 but those of health and of signing in', async () => {
    const crawled = requests();
    expect(crawled.length).toBeGreaterThan(60);
    const open: string[] = [];
    for (const request of crawled) if ((await answered(request)) !== 401) open.push(request);
    expect(open).toEqual(OPEN);
  });

  it('so does what there is no route for, and what is asked in an odd way', async () => {
    for (const path of [
      '/nowhere',
      '//api/snapshot',
      '/api/snapshot/',
      '/%61pi/snapshot',
      '/API/SNAPSHOT',
      '/livez/../api/kpis',
    ]) {
      expect(await answered(`GET ${path}`), path).toBe(401);
    }
    expect(await answered('HEAD /api/snapshot')).toBe(401);
    expect(await answered('OPTIONS /api/snapshot')).toBe(401);
  });

  it('the socket is refused, and answers no event', async () => {
    const socket = wall();
    const heard: unknown[] = [];
    socket.onAny((...message: unknown[]) => heard.push(message));
    for (const event of ['resync', 'snapshot', 'frame', 'heartbeat', 'join']) socket.emit(event, 'wall');
    expect(await admitted(socket)).toBe(401);
    expect(heard).toEqual([]);
  });

  it('health says only whether it is well', async () => {
    expect(await (await fetch(`${url}/api/health`)).json()).toEqual({ ready: false, demo: false });
  });
});

describe('with a token', () => {
  it('every route has a row in the table of rules', () => {
    const named = app.routes.filter(({ method }) => method !== 'ALL');
    expect(named.length).toBeGreaterThan(40);
    const without = named.filter(({ method, path }) => ruleOf(method, sampled(path)) === undefined);
    expect(
      without.map(({ method, path }) => `${method} ${path}`),
      'add these to access/src/domain/rules.ts',
    ).toEqual([]);
  });

  it.each(SCOPES)('scope %s gets what the rules say, route by route', async (scope) => {
    for (const request of requests()) {
      const [method, path] = request.split(' ') as [string, string];
      const permission = mayDo(scope, method, path);
      const isNamed = /^\/(partner|api\/kpi\/partners)\//.test(path);
      const query = permission === 'own-partner' && !isNamed ? '?partner=p12' : '';
      const status = await answered(request, scope, query);
      expect(status, `${scope} ${request}`).not.toBe(401);
      expect(status === 403, `${scope} ${request} ${status}`).toBe(permission === 'no');
    }
  });

  it.each([
    ['source', ['POST /events']],
    [
      'partner',
      [
        'GET /api/kpi/causes',
        'GET /api/kpi/changes',
        'GET /api/kpi/exclusions',
        'GET /api/kpi/history',
        'GET /api/kpi/orders',
        'GET /api/kpi/orders.csv',
        'GET /api/kpi/partners/p12',
        'GET /api/kpi/standings',
        'GET /api/kpi/timing',
        'GET /assets/x',
        'GET /partner/p12',
      ],
    ],
  ] as const)('scope %s opens this and nothing else', (scope, opened) => {
    const may = requests().filter((request) => {
      const [method, path] = request.split(' ') as [string, string];
      return mayDo(scope, method, path) !== 'no' && !OPEN.includes(request);
    });
    expect(may).toEqual(opened);
  });

  it('a partner sees nothing of another, however it asks', async () => {
    for (const request of requests().filter((one) => mayDo('partner', 'GET', one.split(' ')[1]!) === 'own-partner')) {
      const other = request.replace('p12', 'p13');
      const query = other === request ? '?partner=p13' : '';
      expect(await answered(other, 'partner', query), other).toBe(403);
    }
    expect(await answered('GET /api/kpi/orders', 'partner', '?partner=p12&partner=p13')).toBe(403);
    expect(await answered('GET /partner/p12', 'partner', '?partner=p13')).toBe(403);
  });

  it.each([
    ['wall', 'connect'],
    ['manager', 'connect'],
    ['admin', 'connect'],
    ['partner', 403],
    ['source', 403],
  ] as const)('scope %s at the socket: %s', async (scope, expected) => {
    expect(await admitted(wall(scope))).toBe(expected);
  });
});
