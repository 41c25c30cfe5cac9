import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from '@belfry/sql';
import { afterAll, describe, expect, it } from 'vitest';
import { directoryOf } from './directory.ts';
import { createKpiRoutes } from './drilldown/kpi-routes.ts';
import type { KpiQuestion } from './kpi-as-of.ts';
import { createRoutes, type RoutesOptions } from './routes.ts';
import { readWallFiles } from './wall-files.ts';

const dist = mkdtempSync(join(tmpdir(), 'belfry-dist-'));
mkdirSync(join(dist, 'assets'));
writeFileSync(join(dist, 'index.html'), '<script type="module" src="/assets/index-abc.js"></script>');
writeFileSync(join(dist, 'partner.html'), '<script type="module" src="/assets/partner-abc.js"></script>');
writeFileSync(join(dist, 'phone.html'), '<script type="module" src="/assets/phone-abc.js"></script>');
writeFileSync(join(dist, 'people.html'), '<script type="module" src="/assets/people-abc.js"></script>');
writeFileSync(join(dist, 'assets/index-abc.js'), 'export {};');
afterAll(() => rmSync(dist, { recursive: true }));

const asked: KpiQuestion[] = [];
const routes = (over: Partial<RoutesOptions> = {}) =>
  createRoutes({
    files: readWallFiles(dist),
    ready: () => true,
    snapshot: () => null,
    kpisAsOf: async (question) => {
      asked.push(question);
      return [];
    },
    health: () => ({ clickhouse: true }),
    ...over,
  });

describe('the built wall', () => {
  it('is served with a policy that lets no foreign or inline script run', async () => {
    const page = await routes().request('/');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is named by its entry script, which may be kept for ever', async () => {
    expect(readWallFiles(dist)?.build).toBe('assets/index-abc.js');
    const script = await routes().request('/assets/index-abc.js');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(await script.text()).toBe('export {};');
  });

  it('says how to build it when it is not there, and gives out nothing beside it', async () => {
    const bare = routes({ files: readWallFiles(join(dist, 'nowhere')) });
    const answer = await bare.request('/');
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('npm run build')]);
    for (const path of ['/assets/../index.html', '/assets/%2e%2e/%2e%2e/package.json', '/package.json']) {
      expect((await routes().request(path)).status, path).not.toBe(500);
      expect(await (await routes().request(path)).text(), path).not.toContain('dependencies');
    }
  });
});

describe('the partner pages', () => {
  it.each(['/partners', '/partner/noor', '/partner/a%2Fb?kpi=mall%2Fon-time&lang=ar'])(
    'are one page under the same policy: %s',
    async (path) => {
      const page = await routes().request(path);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('partner-abc.js')]);
      expect(page.headers.get('content-security-policy')).toContain("style-src 'self';");
      expect(page.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it.each(['/partner', '/partner/', '/partner/noor/more', '/partnership'])('are not %s', async (path) => {
    expect((await routes().request(path)).status).toBe(404);
  });
});

describe('the pages of people', () => {
  it.each([
    ['/phone', 'phone-abc.js'],
    ['/incidents?state=resolved', 'people-abc.js'],
    ['/incident/inc_1', 'people-abc.js'],
    ['/silences', 'people-abc.js'],
    ['/hooks', 'people-abc.js'],
    ['/audit', 'people-abc.js'],
  ])('are served under the same policy: %s', async (path, script) => {
    const page = await routes().request(path);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(script)]);
    expect(page.headers.get('content-security-policy')).toContain("style-src 'self';");
  });

  it.each(['/incident', '/phone/more', '/audits'])('are not %s', async (path) => {
    expect((await routes().request(path)).status).toBe(404);
  });
});

describe('the API', () => {
  it('is not ready while history is being read', async () => {
    const starting = routes({ ready: () => false });
    expect((await starting.request('/livez')).status).toBe(200);
    expect((await starting.request('/readyz')).status).toBe(503);
    expect((await starting.request('/api/health')).status).toBe(503);
    expect(await (await starting.request('/api/snapshot')).json()).toMatchObject({ refused: 'starting' });
  });

  it('asks for KPIs as it was told', async () => {
    await routes().request('/api/kpis?asOf=2018-09-01&window=all&kpi=mall/on-time-delivery');
    expect(asked.at(-1)).toEqual({
      asOf: '2018-09-01',
      window: 'all',
      kpi: 'mall/on-time-delivery',
      partner: undefined,
    });
  });

  it.each([
    ['asOf=yesterday', 'asOf'],
    ['asOf=2018-02-31', 'asOf'],
    ['asOf=2018-9-1', 'asOf'],
    ['asOf=2018-09-01T12:00', 'asOf'],
    ['window=week', 'window'],
    ['window=0d', 'window'],
  ])('refuses %s and says what to write', async (query, field) => {
    const answer = await routes().request(`/api/kpis?${query}`);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { refused: field, reason: expect.stringContaining('neither') },
    ]);
  });

  it('says that history is away', async () => {
    const away = routes({ kpisAsOf: () => Promise.reject(new Error('connection refused')) });
    const answer = await away.request('/api/kpis');
    expect([answer.status, await answer.json()]).toEqual([
      503,
      expect.objectContaining({ reason: 'connection refused' }),
    ]);
  });

  it('drills down, refuses as it does everywhere, and lets nothing be stored', async () => {
    const kpi = createKpiRoutes({
      store: { sql: {} as Sql, generation: 1 },
      directory: () => directoryOf([]),
      now: () => 0,
    });
    const answer = await routes({ kpi }).request('/api/kpi/orders?kpi=mall/on-time-delivery');
    expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ refused: 'kpi' })]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await routes({ kpi }).request('/docs/kpi.json')).status).toBe(200);
  });
});
