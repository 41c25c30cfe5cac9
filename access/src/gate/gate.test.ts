import { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFakeWallClock, type FakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { memoryTokenTable } from '../../../test/support/memory-token-table.ts';
import { type Access, type AccessOptions, createAccess } from '../create-access.ts';
import { scopeOf } from '../domain/caller.ts';
import type { Scope } from '../domain/scope.ts';
import { callerOf } from './caller-of.ts';

const START = Date.parse('2026-11-27T12:00:00Z');
let clock: FakeWallClock;
let access: Access;
let app: Hono;

async function open(over: Partial<AccessOptions> = {}): Promise<void> {
  clock = createFakeWallClock(START);
  const table = memoryTokenTable();
  access = createAccess({ sql: null, table, wallClock: clock, host: '127.0.0.1', report: () => {}, ...over });
  await access.start();
  app = new Hono()
    .use(access.gate)
    .route('/', access.app)
    .get('/api/health', (c) => c.json({ caller: callerOf(c)?.kind ?? 'nobody' }))
    .get('/api/snapshot', (c) => c.json({ scope: scopeOf(callerOf(c)!) }))
    .get('/api/kpi/standings', (c) => c.json([]))
    .post('/api/backtest', async (c) => c.text(String((await c.req.text()).length)))
    .post('/inbound/slack/:hook', async (c) => c.text(`${callerOf(c)?.kind ?? 'nobody'} ${await c.req.text()}`))
    .post('/events', async (c) => c.text(await c.req.text(), 202));
}

interface Sent {
  readonly method?: string;
  readonly body?: string;
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly remote?: string;
  readonly host?: string;
}
const ask = async (path: string, { method, body, token, headers, remote, host }: Sent = {}): Promise<Response> =>
  app.request(
    path,
    {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      ...(body === undefined ? {} : { body }),
      headers: {
        host: host ?? '127.0.0.1:4100',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
    },
    { incoming: { socket: { remoteAddress: remote ?? '127.0.0.1' } } },
  );
const status = async (path: string, sent: Sent = {}): Promise<number> => (await ask(path, sent)).status;
const made = async (scope: Scope, over: object = {}): Promise<string> =>
  (await access.tokens.make({ name: scope, scope, partner: null, source: null, expires: null, ...over }, 'a test'))
    .text;

const EVENT = { body: '{}', headers: { 'content-type': 'application/cloudevents+json' } };

describe('on loopback', () => {
  beforeEach(() => open());

  it('a start needs no ceremony: who is at this machine is admin', async () => {
    expect(await (await ask('/api/snapshot')).json()).toEqual({ scope: 'admin' });
    expect(await status('/events', EVENT)).toBe(202);
    expect(await status('/api/tokens')).toBe(200);
  });

  it.each([
    ['a name that was made to point here', { host: 'evil.example:4100' }],
    ['another machine', { remote: '10.0.0.7' }],
    ['a proxy', { headers: { 'x-forwarded-for': '10.0.0.7' } }],
  ])('%s is not at this machine', async (_, sent) => {
    expect(await status('/api/snapshot', sent)).toBe(401);
    expect(await status('/livez', sent)).not.toBe(401);
  });

  it.each([
    ['text/plain', { origin: 'https://evil.example', 'content-type': 'text/plain' }],
    ['the type of an event', { origin: 'https://evil.example', 'content-type': 'application/cloudevents+json' }],
    ['a form', { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' }],
  ])('a page of another site cannot write through its reader’s browser: %s', async (_, headers) => {
    const answer = await ask('/events', { body: '{}', headers });
    expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ refused: 'origin' })]);
  });

  it('what proves itself by a signature may be a form without an origin, and is in nobody’s name', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const press = await ask('/inbound/slack/floor', { body: 'payload=x', headers });
    expect([press.status, await press.text()]).toEqual([200, 'nobody payload=x']);
    expect(await status('/events', { body: 'payload=x', headers })).toBe(403);
  });

  it('a token that is wrong is refused here too', async () => {
    expect(await status('/api/snapshot', { token: 'bf_wall_wrong' })).toBe(401);
    expect(await status('/api/snapshot', { headers: { cookie: 'belfry_token=stale' } })).toBe(401);
  });
});

describe('on any other host', () => {
  beforeEach(() => open({ host: '0.0.0.0' }));

  it('everything is closed without a token, with what to do, but health and signing in', async () => {
    const closed = await ask('/api/snapshot');
    expect(closed.headers.get('www-authenticate')).toContain('Bearer');
    expect([closed.status, await closed.json()]).toEqual([
      401,
      { refused: 'token', reason: expect.any(String), remedy: expect.stringContaining('Bearer') },
    ]);
    expect(await status('/nowhere')).toBe(401);
    expect(await status('/enter')).toBe(200);
    expect(await (await ask('/api/health')).json()).toEqual({ caller: 'nobody' });
    const page = await ask('/api/snapshot', { headers: { accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([401, expect.stringContaining('href="/enter"')]);
  });

  it('a bearer token opens what its scope opens, and its CSRF is nobody’s business', async () => {
    const [wall, source] = [await made('wall'), await made('source')];
    expect(await (await ask('/api/snapshot', { token: wall })).json()).toEqual({ scope: 'wall' });
    expect(await status('/events', { ...EVENT, token: wall })).toBe(403);
    expect(await status('/events', { body: '{}', headers: { origin: 'https://shop.example' }, token: source })).toBe(
      202,
    );
    expect(await status('/api/snapshot', { token: source })).toBe(403);
    expect(await status('/nowhere', { token: source })).toBe(403);
    expect(await status('/nowhere', { token: await made('admin') })).toBe(404);
  });

  it('ends at the very millisecond, and when it is revoked', async () => {
    const token = await made('wall', { expires: START + 60_000 });
    clock.set(START + 59_999);
    expect(await status('/api/snapshot', { token })).toBe(200);
    clock.set(START + 60_000);
    expect(await status('/api/snapshot', { token })).toBe(401);
    const other = await made('wall');
    await access.tokens.revoke(access.tokens.list().find(({ standing }) => standing === 'valid')!.id);
    const answer = await ask('/api/snapshot', { token: other });
    expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('revoked')]);
  });

  it('shows a partner its own and nothing else', async () => {
    const token = await made('partner', { partner: 'p12', expires: START + 60_000 });
    expect(await status('/api/kpi/standings?partner=p12', { token })).toBe(200);
    for (const query of ['', '?partner=p13', '?partner=p12&partner=p13', '?partner=p12&par%74ner=p13']) {
      expect(await status(`/api/kpi/standings${query}`, { token }), query).toBe(403);
    }
    expect(await status('/api/snapshot', { token })).toBe(403);
  });

  it('signs a browser in by a cookie that no script reads and no other site sends', async () => {
    const json = { 'content-type': 'application/json' };
    const token = await made('manager');
    const answer = await ask('/api/session', { body: JSON.stringify({ token }), headers: json });
    expect(await answer.json()).toEqual({ scope: 'manager', goTo: '/' });
    const cookie = answer.headers.get('set-cookie')!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toMatch(/Secure/);
    const own = { cookie: cookie.split(';')[0]! };
    expect(await status('/api/snapshot', { headers: own })).toBe(200);
    expect(
      await status('/api/backtest', { body: 'x', headers: { ...own, ...json, origin: 'https://evil.example' } }),
    ).toBe(403);
    expect(await status('/api/backtest', { body: 'x', headers: { ...own, origin: 'http://127.0.0.1:4100' } })).toBe(
      200,
    );
    const out = await ask('/api/session', { method: 'DELETE', headers: own });
    expect(out.headers.get('set-cookie')).toMatch(/Max-Age=0/);
    // A page of another site must not sign its reader in under a token of its own choice either.
    const lured = { body: JSON.stringify({ token }), headers: { ...json, origin: 'https://evil.example' } };
    expect(await status('/api/session', lured)).toBe(403);
  });

  it('takes a stale cookie for no reason to keep anybody from signing in', async () => {
    const stale = { cookie: 'belfry_token=stale' };
    expect(await status('/enter', { headers: stale })).toBe(200);
    const body = JSON.stringify({ token: await made('wall') });
    expect(await status('/api/session', { body, headers: { ...stale, 'content-type': 'application/json' } })).toBe(200);
  });

  it('sends a partner to its page', async () => {
    const token = await made('partner', { partner: 'a/b', expires: START + 60_000 });
    const answer = await ask('/api/session', {
      body: JSON.stringify({ token }),
      headers: { 'content-type': 'application/json' },
    });
    expect(await answer.json()).toEqual({ scope: 'partner', goTo: '/partner/a%2Fb' });
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=60');
  });

  it('answers 429 to an address that guesses, and lets those in whose token is good', async () => {
    for (let n = 0; n < 20; n += 1) expect(await status('/api/snapshot', { token: `bf_wall_${n}` })).toBe(401);
    const answer = await ask('/api/snapshot', { token: 'bf_wall_more' });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await status('/api/snapshot', { token: 'bf_wall_more', remote: '10.0.0.9' })).toBe(401);
    expect(await status('/api/snapshot', { token: await made('wall') })).toBe(200);
  });

  it('puts its headers on every answer, without a word about inline scripts', async () => {
    for (const path of ['/enter', '/api/snapshot', '/nowhere', '/livez']) {
      const { headers } = await ask(path);
      expect(headers.get('content-security-policy'), path).toContain("script-src 'self';");
      expect(headers.get('content-security-policy'), path).not.toContain('unsafe-inline');
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
    }
    expect(await (await ask('/enter')).text()).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=/);
  });
});

it('sends what needs a trusted origin only where a browser would trust it', async () => {
  await open({ host: '0.0.0.0' });
  const opener = async (url: string, headers?: Record<string, string>) =>
    (await ask(url, { ...(headers && { headers }) })).headers.get('cross-origin-opener-policy');
  expect(await opener('http://192.0.2.2:4100/enter')).toBe(null);
  expect(await opener('http://192.0.2.2:4100/enter', { 'x-forwarded-proto': 'https' })).toBe('same-origin');
  expect(await opener('https://belfry.example/enter')).toBe('same-origin');
  expect(await opener('http://127.0.0.1:4100/enter')).toBe('same-origin');
});

describe('limits', () => {
  it('of bodies hold on every route that reads one', async () => {
    await open({ limits: { bodyBytes: 1024 } });
    const json = { 'content-type': 'application/json' };
    expect(await status('/api/backtest', { body: 'x'.repeat(1024), headers: json })).toBe(200);
    expect(await status('/api/backtest', { body: 'x'.repeat(1025), headers: json })).toBe(413);
  });

  it('of requests are a token’s own', async () => {
    await open({ host: '0.0.0.0', limits: { requestsInTenSeconds: 2 } });
    const [one, other] = [await made('wall'), await made('wall')];
    const asked = [one, one, one, other].map((token) => status('/api/snapshot', { token }));
    expect(await Promise.all(asked)).toEqual([200, 200, 429, 200]);
  });
});

describe('behind a proxy', () => {
  it('nobody is local, and the proxy says who asks and how', async () => {
    await open({ proxied: true });
    expect(await status('/api/snapshot')).toBe(401);
    const headers = { 'content-type': 'application/json', 'x-forwarded-proto': 'https' };
    const answer = await ask('/api/session', { body: JSON.stringify({ token: await made('wall') }), headers });
    expect(answer.headers.get('set-cookie')).toMatch(/Secure/);
    const guess = (from: string): Promise<number> =>
      status('/api/snapshot', { token: 'bf_x', headers: { 'x-forwarded-for': `1.2.3.4, ${from}` } });
    for (let n = 0; n < 20; n += 1) await guess('10.0.0.1');
    expect([await guess('10.0.0.1'), await guess('10.0.0.2')]).toEqual([429, 401]);
  });
});

describe('the first admin', () => {
  it('gets a link once, where tokens are needed', async () => {
    await open();
    expect(await access.firstAdminLink('http://127.0.0.1:4100')).toBeUndefined();
    await open({ host: '0.0.0.0' });
    const link = await access.firstAdminLink('http://127.0.0.1:4100');
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:4100\/enter#bf_admin_/);
    expect(await status('/api/tokens', { token: link!.split('#')[1]! })).toBe(200);
    expect(await access.firstAdminLink('http://127.0.0.1:4100')).toBeUndefined();
  });
});
