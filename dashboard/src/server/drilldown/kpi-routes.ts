import { callerOf, seesPeople } from '@belfry/access';
import { SqlError } from '@belfry/sql';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Directory } from '../directory.ts';
import { callList } from './call-list.ts';
import { causes } from './causes.ts';
import { changes } from './changes.ts';
import { readDays, windowOfOne } from './chosen-window.ts';
import { dayHistory } from './day-history.ts';
import * as routes from './describe.ts';
import { exclusions } from './exclusions.ts';
import { ordersCsv } from './orders-csv.ts';
import { ordersPage } from './orders-page.ts';
import { partnerPage } from './partner-page.ts';
import {
  cutOf,
  historyOf,
  kpisWithWindow,
  limitOf,
  momentOf,
  numberOf,
  partnerOf,
  type Room,
  setOf,
  sinceOf,
} from './questions.ts';
import { refusedParameter } from './refused-parameter.ts';
import { RefusedQuestion } from './refused-question.ts';
import type { Store } from './selection.ts';
import { standings } from './standings.ts';
import { timing } from './timing.ts';
import { withoutPeople } from './without-people.ts';

export interface KpiRoutesOptions {
  readonly store: Store;
  readonly directory: () => Directory;
  readonly now: () => number;
}

/** What `createKpiClient` knows of the routes. */
export type KpiRoutes = ReturnType<typeof createKpiRoutes>;

/** `GET /api/kpi/...` and its description at `/docs/kpi.json`. */
export function createKpiRoutes({ store, directory, now }: KpiRoutesOptions) {
  const room = (): Room => ({ store, directory: directory(), now: now() });
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw refusedParameter(result.error.issues[0], '/docs/kpi.json');
    },
  });
  app.use('/api/kpi/*', async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  app.onError((error, c) => {
    if (error instanceof RefusedQuestion) {
      const { refused, message: reason, remedy, status } = error;
      return c.json({ refused, reason, remedy }, status);
    }
    if (!(error instanceof SqlError)) throw error;
    return c.json({ refused: 'history', reason: error.message, remedy: 'ClickHouse does not answer; try again.' }, 503);
  });
  app.doc31('/docs/kpi.json', {
    openapi: '3.1.0',
    info: { title: 'Belfry: KPIs', version: '1', description: 'Numbers as docs/kpis.md counts them.' },
  });
  return app
    .openapi(routes.standingsRoute, async (c) => {
      const { kpi, by, ...asked } = c.req.valid('query');
      const here = room();
      const kpis = kpisWithWindow(here, kpi, asked);
      const partner = await partnerOf(here, asked);
      const question = { kpis, partner, cut: cutOf(asked), by, moment: momentOf(here, asked) };
      return c.json(await standings(store, here.directory, question), 200);
    })
    .openapi(routes.callRoute, async (c) => {
      const asked = c.req.valid('query');
      const here = room();
      const question = { cut: cutOf(asked), moment: momentOf(here, asked) };
      return c.json(await callList(store, here.directory, question), 200);
    })
    .openapi(routes.partnerRoute, async (c) => {
      const { partner } = c.req.valid('param');
      const asked = c.req.valid('query');
      const here = room();
      const moment = momentOf(here, asked);
      const given = asked.from !== undefined || asked.to !== undefined;
      if (given) readDays(asked.from, asked.to);
      await partnerOf(here, { partner });
      const [any] = here.directory.kpis;
      const custom = given && any !== undefined ? windowOfOne(any, asked) : undefined;
      return c.json(await partnerPage(store, here.directory, { partner, cut: cutOf(asked), moment, custom }), 200);
    })
    .openapi(routes.historyRoute, async (c) => {
      return c.json(await dayHistory(store, await historyOf(room(), c.req.valid('query'))), 200);
    })
    .openapi(routes.ordersRoute, async (c) => {
      const { set, num, after, limit, ...asked } = c.req.valid('query');
      const which = { set: setOf({ set, num }), after, limit: limitOf(limit) };
      const { selection } = await numberOf(room(), asked);
      return c.json(await ordersPage(store, { selection, ...which }), 200);
    })
    .openapi(routes.csvRoute, async (c) => {
      const { set, num, ...asked } = c.req.valid('query');
      const which = setOf({ set, num });
      const { selection, kpi, partner } = await numberOf(room(), asked);
      const { total, lines } = await ordersCsv(store, { selection, set: which });
      const name = `${kpi.id}-${partner ?? 'all'}-${which}`.replaceAll(/[^A-Za-z0-9._-]/g, '-');
      return c.body(bytesOf(lines), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${name}.csv"`,
        'Belfry-Total': String(total),
      });
    })
    .openapi(routes.causesRoute, async (c) => {
      const { selection } = await numberOf(room(), c.req.valid('query'));
      return c.json(await causes(store, selection), 200);
    })
    .openapi(routes.changesRoute, async (c) => {
      const { since: text, ...asked } = c.req.valid('query');
      const here = room();
      const { selection, window, kpi, partner } = await numberOf(here, asked);
      return c.json(await changes(store, selection, window, sinceOf(here, kpi, partner, text)), 200);
    })
    .openapi(routes.exclusionsRoute, async (c) => {
      const { selection } = await numberOf(room(), c.req.valid('query'));
      const caller = callerOf(c);
      const answer = await exclusions(store, selection);
      return c.json(caller && !seesPeople(caller) ? withoutPeople(answer) : answer, 200);
    })
    .openapi(routes.timingRoute, async (c) => {
      const { selection } = await numberOf(room(), c.req.valid('query'));
      return c.json(await timing(store, selection), 200);
    });
}

/** A stream that breaks when its lines do, so that a part is never taken for the whole. */
function bytesOf(lines: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = lines[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
