import type { WallClock } from '@belfry/ingest/contract';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { CompiledRouting } from '../../contract/index.ts';
import { answer } from '../answer.ts';
import { readInstant } from '../instant.ts';
import { RefusedError } from '../refusal.ts';
import { answerRoute } from './answer-route.ts';
import { readSignal } from './read-signal.ts';

/** A notification with its items, and room to spare. */
const MOST_BYTES = 256 * 1024;

/**
 * `POST /api/route` with a signal as JSON: which hooks would be told of it and by which route, now or, with
 * `?at=2026-11-26T22:00%2B03:00`, then. Nothing is told to anybody.
 */
export function routeRoutes({
  routing,
  wallClock,
}: {
  readonly routing: CompiledRouting;
  readonly wallClock: WallClock;
}): Hono {
  const app = new Hono();
  const limit = bodyLimit({
    maxSize: MOST_BYTES,
    onError: (c) => {
      const reason = `A signal is smaller than ${MOST_BYTES / 1024} kB.`;
      return c.json({ refused: 'too-large', reason, remedy: 'Give one signal.' }, 413);
    },
  });
  app.post('/api/route', limit, (c) =>
    answer(c, async () => {
      const at = c.req.query('at');
      const text = await c.req.text();
      if (text.trim() === '') throw new RefusedError(400, 'signal', 'The body is empty.', 'Send a signal as JSON.');
      return answerRoute(routing, readSignal(text), at === undefined ? wallClock.now() : readInstant('at', at));
    }),
  );
  return app;
}
