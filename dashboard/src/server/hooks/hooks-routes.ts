import { randomUUID } from 'node:crypto';
import { guarded } from '@belfry/access';
import { nearestWord, type WallClock } from '@belfry/ingest/contract';
import { type EventLog, LogError } from '@belfry/ingest/log';
import type { CompiledRouting, Notification } from '@belfry/processor/contract';
import { SqlError } from '@belfry/sql';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { HookList, Sent } from '../../contract/people-api.ts';
import { recordOf, testOf } from './ask-for.ts';
import type { HooksBook } from './hooks-book.ts';

export interface HooksRoutesOptions {
  readonly book: HooksBook;
  readonly log: Pick<EventLog, 'append'>;
  readonly wallClock: WallClock;
  /** Who is told what; null when nobody has said so. May throw SqlError. */
  readonly routing: () => Promise<CompiledRouting | null>;
  /** Who asks, as far as that is known; for what is delivered again. */
  readonly whoAsks?: (c: Context) => string | null;
}

/** What keeps a request from being done, as it is answered. */
class Refused extends Error {
  readonly status: 400 | 404;
  readonly refused: string;
  readonly remedy: string;
  constructor(status: 400 | 404, refused: string, reason: string, remedy: string) {
    super(reason);
    this.status = status;
    this.refused = refused;
    this.remedy = remedy;
  }
}

/**
 * `GET /api/hooks` (`HookList`), `POST /api/hooks/:hook/test` and `POST /api/hooks/:hook/redeliver` `{ id }` (202 `Sent`, once
 * the log has it). A refusal is `{ refused, reason, remedy }` with 400, 404 or 503.
 */
export function createHooksRoutes(options: HooksRoutesOptions): Hono {
  const { book, log, wallClock, routing, whoAsks = () => null } = options;

  async function requireHook(c: Context): Promise<string> {
    const asked = c.req.param('hook')!;
    const names = ((await routing())?.hooks ?? []).map(({ name }) => name);
    if (names.includes(asked)) return asked;
    const nearest = nearestWord(asked, names);
    const remedy = nearest === undefined ? 'Name one in the hooks file, and start again.' : `Did you mean ${nearest}?`;
    throw new Refused(404, 'hook', `There is no hook ${asked}.`, remedy);
  }

  async function send(c: Context, notification: Notification): Promise<Response> {
    await log.append('deliveries', 0, [recordOf(notification)]);
    return c.json<Sent>({ id: notification.id }, 202);
  }

  return new Hono()
    .use('/api/hooks/*', guarded(), bodyLimit({ maxSize: 4 * 1024 }))
    .onError(refusalOf)
    .get('/api/hooks', async (c) => {
      return c.json<HookList>(book.list(await routing()), 200, { 'Cache-Control': 'no-store' });
    })
    .post('/api/hooks/:hook/test', async (c) => {
      const hook = await requireHook(c);
      return send(c, testOf(hook, `msg_${randomUUID()}`, wallClock.now()));
    })
    .post('/api/hooks/:hook/redeliver', async (c) => {
      const hook = await requireHook(c);
      const id = await idOf(c);
      const notification = book.find(hook, id);
      if (notification === undefined) {
        throw new Refused(
          404,
          'id',
          `${id} is not among the last notifications of ${hook}.`,
          'Those that can be delivered again are listed at /api/hooks.',
        );
      }
      const again = { who: whoAsks(c) ?? 'somebody at this machine', at: wallClock.now() };
      return send(c, { ...notification, again });
    });
}

async function idOf(c: Context): Promise<string> {
  const body: unknown = await c.req.json().catch(() => null);
  const id = (body as { id?: unknown } | null)?.id;
  if (typeof id === 'string' && id !== '') return id;
  throw new Refused(400, 'id', 'The body names no notification.', 'Send { "id": "msg_..." } as application/json.');
}

function refusalOf(error: Error, c: Context): Response {
  if (error instanceof Refused) {
    return c.json({ refused: error.refused, reason: error.message, remedy: error.remedy }, error.status);
  }
  if (error instanceof SqlError) {
    return c.json({ refused: 'history', reason: error.message, remedy: 'ClickHouse does not answer; try again.' }, 503);
  }
  if (error instanceof LogError) {
    return c.json({ refused: 'log', reason: error.message, remedy: 'The log does not answer; try again.' }, 503);
  }
  throw error;
}
