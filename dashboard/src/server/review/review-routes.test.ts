import { readFileSync } from 'node:fs';
import { type Sql, SqlError } from '@belfry/sql';
import { OpenAPIHono } from '@hono/zod-openapi';
import { hc } from 'hono/client';
import { describe, expect, it } from 'vitest';
import { type ReviewApp, reviewRoutes } from './review-routes.ts';

const NOW = Date.UTC(2026, 10, 26, 12);

const sqlThat = (query: Sql['query']): Sql => ({ query }) as unknown as Sql;
const empty = sqlThat(() => Promise.resolve([]));
const routes = (sql = empty) => reviewRoutes({ sql, generation: 1, now: () => NOW, nameOf: () => undefined });
const NOVEMBER = 'from=2026-11-01&to=2026-12-01';

describe('the review over HTTP', () => {
  it('answers a typed client', async () => {
    const app = routes();
    const client = hc<ReviewApp>('http://x', { fetch: (input: RequestInfo | URL) => app.request(input as string) });
    const answer = await client.api.review.$get({
      query: { from: '2026-11-01', to: '2026-12-01', tz: 'Asia/Riyadh', by: 'partner' },
    });
    expect(answer.status).toBe(200);
    if (answer.status !== 200) return;
    const { from, asOf, by, total, groups } = await answer.json();
    expect([from, asOf, by]).toEqual([Date.UTC(2026, 9, 31, 21), NOW, 'partner']);
    expect(total).toMatchObject({ opened: 0, compliancePercent: null });
    expect(groups).toEqual([]);
  });

  it.each([
    ['to=2026-12-01', 'from'],
    ['from=2026-11-01', 'to'],
    ['from=2026-12-01&to=2026-11-01', 'to'],
    [`${NOVEMBER}&tz=Riyadh`, 'tz'],
    [`${NOVEMBER}&by=carrier`, 'by'],
    [`${NOVEMBER}&kind=holy`, 'kind'],
    [`${NOVEMBER}&partener=p01`, 'partener'],
    [`${NOVEMBER}&partner=p01&partner=p02`, 'partner'],
  ])('refuses %s, as JSON, as CSV and on the page, and says what to write', async (query, refused) => {
    const refusal = { refused, reason: expect.stringMatching(/\.$/), remedy: expect.stringMatching(/\.$/) };
    for (const path of ['/api/review', '/api/review.csv']) {
      const answer = await routes().request(`${path}?${query}`);
      expect([answer.status, await answer.json()]).toEqual([400, refusal]);
    }
    // A page reads the first of two.
    if (refused === 'partner') return;
    const page = await routes().request(`/review?${query}`);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('role="alert"');
  });

  it('names every value that a choice has', async () => {
    const answer = await routes().request(`/api/review?${NOVEMBER}&by=carrier`);
    expect(await answer.json()).toMatchObject({ remedy: 'Write one of: team, partner, promise, level.' });
  });

  it('says that history is away, and lets other faults be faults', async () => {
    const away = sqlThat(() => Promise.reject(new SqlError('SQL_UNAVAILABLE', 'connection refused')));
    for (const path of ['/api/review', '/api/review.csv']) {
      const answer = await routes(away).request(`${path}?${NOVEMBER}`);
      expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ refused: 'history' })]);
    }
    const page = await routes(away).request('/review');
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('connection refused')]);
  });

  it('is CSV for whoever asks for it', async () => {
    const answer = await routes().request(`/api/review.csv?${NOVEMBER}&by=promise`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="review-by-promise.csv"');
    expect((await answer.text()).split('\r\n')).toEqual([
      expect.stringMatching(/^promise,name,/),
      expect.stringMatching(/^\(total\),/),
      '',
    ]);
  });

  it('is described by a document that is made of the code, and merges with others', async () => {
    const app = new OpenAPIHono().route('/', routes());
    const { paths, components } = app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Belfry', version: '1' },
    });
    expect(Object.keys(paths ?? {})).toEqual(['/api/review', '/api/review.csv']);
    const parameters = paths?.['/api/review']?.get?.parameters ?? [];
    expect(parameters.map((one) => 'name' in one && one.name)).toEqual([
      'from',
      'to',
      'tz',
      'by',
      'partner',
      'team',
      'promise',
      'kind',
    ]);
    expect(Object.keys(components?.schemas ?? {})).toEqual(
      expect.arrayContaining(['ReviewAnswer', 'ReviewRow', 'ReviewLevel', 'Refusal']),
    );
  });
});

describe('the page', () => {
  it('shows this month to whoever asks for nothing, and may send its form to itself only', async () => {
    const page = await routes().request('/review');
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("form-action 'self'");
    expect(policy).toContain("style-src 'self'");
    const text = await page.text();
    expect(text).toContain('value="2026-11-01"');
    expect(text).toContain('value="2026-12-01"');
    expect(text).toContain('n/a');
    expect(text).not.toMatch(/ style=|<style|<script|onclick/);
  });

  it('carries its state in its links, and lets no word of the URL be markup', async () => {
    const page = await routes().request(`/review?${NOVEMBER}&partner=${encodeURIComponent('"><script>x</script>')}`);
    const text = await page.text();
    expect(text).not.toContain('<script>');
    const csv = /href="(\/api\/review\.csv\?[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    expect(new URLSearchParams(csv!.split('?')[1]).get('partner')).toBe('"><script>x</script>');
  });

  it('has the colours of the wall', async () => {
    const sheet = await (await routes().request('/review.css')).text();
    const tokens = readFileSync(new URL('../../client/style/tokens.css', import.meta.url), 'utf8');
    const [own] = /:root \{[^}]*\}/.exec(sheet) ?? [''];
    const colours = [...own.matchAll(/--[a-z-]+: #[0-9a-f]{6};/g)].map(([line]) => line);
    expect(colours.length).toBeGreaterThan(5);
    for (const colour of colours) expect(tokens).toContain(colour);
  });
});
