import { callerOf, guarded, mayDo, scopeOf } from '@belfry/access';
import { type Context, Hono } from 'hono';
import type { Snapshot } from '../contract/index.ts';
import { PAGES } from '../pages.ts';
import type { KpiRoutes } from './drilldown/kpi-routes.ts';
import type { KpiAnswer, KpiQuestion } from './kpi-as-of.ts';
import { PAGE_PATHS, type PageRoutes } from './pages/page-routes.ts';
import { PEOPLE_PATHS, type PeopleRoutes } from './people/people-routes.ts';
import type { ReviewApp } from './review/review-routes.ts';
import type { WallFiles } from './wall-files.ts';

export interface RoutesOptions {
  readonly files: WallFiles | null;
  readonly ready: () => boolean;
  readonly snapshot: () => Snapshot | null;
  readonly kpisAsOf: (question: KpiQuestion) => Promise<readonly KpiAnswer[]>;
  /** Drill-down into KPIs, `/api/kpi/...`; none where nothing is stored. */
  readonly kpi?: KpiRoutes;
  /** Incidents, what people say and what came of it; none where nothing is stored. */
  readonly people?: PeopleRoutes;
  /** What the pages behind the wall ask; none where nothing is stored. */
  readonly pages?: PageRoutes;
  /** What `/api/health` says beside whether it is ready. */
  readonly health: () => Record<string, unknown>;
  /** The review of any period: `/review`, `/api/review` and what belongs to them. */
  readonly review?: ReviewApp;
  /** The breaches to be expected, `/api/forecast`. */
  readonly forecast?: Hono;
  /** Hooks and what became of their posts, `/api/hooks`. */
  readonly hooks?: Hono;
}

const NOT_BUILT = 'The wall is not built. Build it with: npm run build -w dashboard\n';

/** Everything that the dashboard answers over HTTP: the built wall and partner pages, its API, and whether it is well. */
export function createRoutes(options: RoutesOptions): Hono {
  const { files, ready, snapshot, kpisAsOf, health } = options;
  const app = new Hono();
  const guard = guarded();

  app.get('/livez', (c) => c.text('ok\n'));
  app.get('/readyz', (c) => (ready() ? c.text('ready\n') : c.text('starting\n', 503)));
  app.get('/api/health', guard, (c) => {
    const whole = readsHealth(c) ? health() : { demo: health().demo };
    return c.json({ ready: ready(), ...whole }, ready() ? 200 : 503);
  });
  app.get('/api/snapshot', guard, (c) => {
    const whole = snapshot();
    if (whole) return c.json(whole, 200, { 'Cache-Control': 'no-store' });
    return c.json(
      { refused: 'starting', reason: 'History is still being read.', remedy: 'Try again in a second.' },
      503,
    );
  });
  app.get('/api/kpis', guard, async (c) => {
    const question = questionOf(c.req.query());
    if ('refused' in question) return c.json(question, 400);
    try {
      return c.json(await kpisAsOf(question), 200, { 'Cache-Control': 'no-store' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return c.json({ refused: 'history', reason, remedy: 'ClickHouse does not answer; try again.' }, 503);
    }
  });
  if (options.review) app.route('/', options.review);
  if (options.forecast) app.route('/', options.forecast);
  if (options.hooks) app.route('/', options.hooks);
  app.use('/docs/*', guard);
  if (options.kpi !== undefined) app.use('/api/kpi/*', guard).route('/', options.kpi);
  if (options.people !== undefined) {
    for (const path of PEOPLE_PATHS) app.use(path, guard);
    app.route('/', options.people);
  }
  if (options.pages !== undefined) {
    for (const path of PAGE_PATHS) app.use(path, guard);
    app.route('/', options.pages);
  }
  const serve = (c: Context, path: string): Response => {
    if (!files) return c.text(NOT_BUILT, 503);
    const file = files.file(path);
    if (!file) return c.text('404 Not Found', 404);
    const caching = file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache';
    return c.body(file.bytes, 200, { 'Content-Type': file.type, 'Cache-Control': caching });
  };
  for (const path of ['/assets/*', '/favicon.svg']) app.get(path, guard, (c) => serve(c, c.req.path));
  // One file for all addresses of a page: what of itself it shows, it reads from its own URL.
  for (const { file, paths } of PAGES) for (const path of paths) app.get(path, guard, (c) => serve(c, `/${file}`));
  return app;
}

/** Whoever may not read is told whether it is well and nothing about what it is made of. */
function readsHealth(c: Context): boolean {
  const caller = callerOf(c);
  if (caller === undefined) return true;
  return mayDo(caller === null ? 'nobody' : scopeOf(caller), 'GET', '/api/health') === 'yes';
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** JavaScript takes the 31st of February for a day of March. */
function isAsOf(text: string): boolean {
  if (!DAY.test(text) && !INSTANT.test(text)) return false;
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  return (
    !Number.isNaN(Date.parse(text)) && !Number.isNaN(day) && new Date(day).toISOString().startsWith(text.slice(0, 10))
  );
}

/** Reads `?asOf=2018-09-01&window=all&kpi=…&partner=…`; each is optional. What they mean: `KpiQuestion`. */
function questionOf(query: Record<string, string>): KpiQuestion | { refused: string; reason: string } {
  const { asOf, window, kpi, partner } = query;
  if (asOf !== undefined && !isAsOf(asOf)) {
    return { refused: 'asOf', reason: `${asOf} is neither a day (2018-09-01) nor an instant (2018-09-01T12:00:00Z).` };
  }
  if (window !== undefined && window !== 'all' && !/^[1-9]\d{0,3}d$/.test(window)) {
    return { refused: 'window', reason: `${window} is neither "all" nor a number of days such as 7d.` };
  }
  return { asOf, window, kpi, partner };
}
