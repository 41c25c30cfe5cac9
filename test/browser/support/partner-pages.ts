import { type AddressInfo, createServer } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { inject } from 'vitest';
import type { Saying } from '../../../dashboard/src/contract/people-api.ts';
import { createRoutes } from '../../../dashboard/src/server/routes.ts';
import { readWallFiles } from '../../../dashboard/src/server/wall-files.ts';
import { answerTo } from '../../../dashboard/story/partner/answer-to.ts';

/** The built partner pages under the dashboard's own routes and policy, with the stories' figures behind them. */
export interface PartnerPages {
  readonly url: string;
  /** What was asked of the KPI API so far: path and query. */
  readonly asked: readonly string[];
  /** What was said to it. */
  readonly said: readonly Saying[];
  /** Adds so many to what the counts include: as if the log had gone on. */
  moveOn(records: number): void;
  start(): Promise<void>;
  /** Takes the server away; `start` brings it back at the same address. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function partnerPages(): Promise<PartnerPages> {
  const dist = inject('pages');
  const port = await freePort();
  const asked: string[] = [];
  const said: Saying[] = [];
  let more = 0;
  let server: ServerType | undefined;
  const stop = async (): Promise<void> => {
    const ending = server;
    server = undefined;
    if (!ending) return;
    await new Promise((done) => {
      ending.close(done);
      if ('closeAllConnections' in ending) ending.closeAllConnections();
    });
  };
  const app = new Hono();
  app.get('/api/*', (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const answer = answerTo(pathname + search);
    if (!answer) return next();
    asked.push(pathname + search);
    if (typeof answer.body === 'string') {
      return Promise.resolve(c.text(answer.body, 200, { 'Content-Type': 'text/csv; charset=utf-8' }));
    }
    const body = JSON.stringify(answer.body).replaceAll('"positions":{"0":812}', `"positions":{"0":${812 + more}}`);
    return Promise.resolve(
      new Response(body, { status: answer.status, headers: { 'Content-Type': 'application/json' } }),
    );
  });
  app.post('/api/say', async (c) => {
    said.push(await c.req.json());
    return c.json({ id: `said-${said.length}` }, 202);
  });
  app.route(
    '/',
    createRoutes({
      files: readWallFiles(dist),
      ready: () => true,
      snapshot: () => null,
      kpisAsOf: async () => [],
      health: () => ({}),
    }),
  );
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    said,
    moveOn: (records) => {
      more += records;
    },
    start: () =>
      new Promise((listening) => {
        server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => listening());
      }),
    stop,
    async close() {
      await stop();
    },
  };
}

/** A port that nobody listened on a moment ago: the pages must come back at the address that a browser knows. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => {
    probe.listen(0, '127.0.0.1', listening);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => {
    probe.close(closed);
  });
  return port;
}
