import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { inject } from 'vitest';
import { HEARTBEAT_MS, type Picture } from '../../../dashboard/src/contract/index.ts';
import type { Saying } from '../../../dashboard/src/contract/people-api.ts';
import { Broadcast } from '../../../dashboard/src/server/broadcast.ts';
import { createRoutes } from '../../../dashboard/src/server/routes.ts';
import { readWallFiles } from '../../../dashboard/src/server/wall-files.ts';
import { createWalls, type Walls } from '../../../dashboard/src/server/walls.ts';
import { STORIES } from '../../../dashboard/story/fixtures.ts';
import { peopleAnswerTo } from '../../../dashboard/story/people/answer-to.ts';

/**
 * The built wall, phone page and pages of people under the dashboard's own routes, policy and sockets, with the stories'
 * figures behind them. What is acknowledged here is told to every wall, as the relay does.
 */
export interface PeoplePages {
  readonly url: string;
  /** What was said to it, in its order. */
  readonly said: readonly Saying[];
  /** What else was posted: path and body. */
  readonly posted: readonly { readonly path: string; readonly body: unknown }[];
  /** The next thing that is said is refused so. */
  refuseNext(status: number, words: { reason: string; remedy?: string }): void;
  /** Back to a picture in which nobody has said anything. */
  reset(): void;
  close(): Promise<void>;
}

export async function peoplePages(): Promise<PeoplePages> {
  const dist = inject('pages');
  const begin = (): Picture => STORIES.people!.picture!;
  let picture = begin();
  const said: Saying[] = [];
  const posted: { path: string; body: unknown }[] = [];
  let refusal: { status: number; words: { reason: string; remedy?: string } } | null = null;
  const files = readWallFiles(dist);
  const walls: Walls = createWalls(() => broadcast.snapshot(), Date.now);
  const broadcast = new Broadcast({
    server: 'stories',
    build: files?.build ?? '',
    now: Date.now,
    after: (delayMs, call) => {
      const timer = setTimeout(call, delayMs);
      return () => clearTimeout(timer);
    },
    draw: () => picture,
    asOf: Date.now,
    send: (frame) => walls.frame(frame),
  });
  broadcast.begin();
  const beat = setInterval(() => walls.heartbeat(broadcast.heartbeat()), HEARTBEAT_MS);

  const app = new Hono();
  app.post('/api/say', async (c) => {
    const saying = (await c.req.json()) as Saying;
    if (refusal) {
      const { status, words } = refusal;
      refusal = null;
      return Response.json({ refused: 'say', ...words }, { status });
    }
    said.push(saying);
    if (saying.type === 'signal.acknowledged') {
      picture = acknowledgedIn(picture, saying);
      broadcast.touch();
    }
    return c.json({ id: `said-${said.length}` }, 202);
  });
  app.all('/api/*', async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const body: unknown = c.req.method === 'POST' ? await c.req.json() : undefined;
    const answer = peopleAnswerTo(c.req.method, pathname + search, body);
    if (!answer) return next();
    if (c.req.method === 'POST') posted.push({ path: pathname, body });
    return Response.json(answer.body, { status: answer.status });
  });
  app.route(
    '/',
    createRoutes({
      files,
      ready: () => true,
      snapshot: () => broadcast.snapshot(),
      kpisAsOf: async () => [],
      health: () => ({}),
    }),
  );
  const server = await listening(app);
  walls.attach(server as HttpServer);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    said,
    posted,
    refuseNext: (status, words) => {
      refusal = { status, words };
    },
    reset: () => {
      said.length = 0;
      posted.length = 0;
      picture = begin();
      broadcast.touch();
    },
    async close() {
      clearInterval(beat);
      broadcast.stop();
      await walls.stop();
      await new Promise((done) => {
        server.close(done);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
}

const listening = (app: Hono): Promise<ServerType> =>
  new Promise((up) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => up(server));
  });

function acknowledgedIn(picture: Picture, { subject, data }: Saying): Picture {
  const at = Date.now();
  const acknowledged = { who: String(data.who), at, until: at + 30 * 60_000 };
  const incidents = picture.incidents.map((line) =>
    `incident/${line.id}` === subject ? { ...line, acknowledged, expired: '' } : line,
  );
  const unacknowledged = incidents.filter((line) => line.acknowledged === null).length;
  return { ...picture, incidents, verdict: { ...picture.verdict, unacknowledged } };
}
