import { SqlError } from '@belfry/sql';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { Directory } from '../directory.ts';
import { limitOf } from '../drilldown/questions.ts';
import { refusedParameter } from '../drilldown/refused-parameter.ts';
import { RefusedQuestion } from '../drilldown/refused-question.ts';
import type { Store } from '../drilldown/selection.ts';
import { incidentDetail } from '../incidents/incident-detail.ts';
import { incidentList } from '../incidents/incident-list.ts';
import { auditList } from './audit/audit-list.ts';
import { partnerNotes } from './audit/partner-notes.ts';
import { type CallerOf, callerByToken } from './caller.ts';
import * as routes from './describe.ts';
import { beforeOf } from './parameters.ts';
import { refusedBody } from './refused-body.ts';
import { sayIt } from './say/say.ts';
import { IntakeAway, type Say } from './say/say-to-intake.ts';
import { silenceList } from './silences/silence-list.ts';
import { requireFields, silencePreview } from './silences/silence-preview.ts';

export interface PeopleRoutesOptions {
  readonly store: Store;
  readonly directory: () => Directory;
  /** ms UTC. */
  readonly now: () => number;
  readonly say: Say;
  /** A fresh id for what is said without an Idempotency-Key. */
  readonly newId: () => string;
  /** Default: whoever asks sits at this machine. */
  readonly callerOf?: CallerOf;
}

/** Nobody says more; a matcher that names a hundred orders is 2 kB. */
const MOST_BYTES = 64 * 1024;

/** Where they are, the document aside. */
export const PEOPLE_PATHS = [
  '/api/say',
  '/api/incidents/*',
  '/api/silences/*',
  '/api/audit',
  '/api/partners/:id/notes',
] as const;

export type PeopleRoutes = ReturnType<typeof createPeopleRoutes>;

/** What people say, and what is told of it: `docs/signals.md`. Its description is at `/docs/people.json`. */
export function createPeopleRoutes(options: PeopleRoutesOptions) {
  const { store, directory, now, say, newId, callerOf = callerByToken } = options;
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (result.success) return;
      const [issue] = result.error.issues;
      throw result.target === 'json' ? refusedBody(issue) : refusedParameter(issue, '/docs/people.json');
    },
  });
  const limited = bodyLimit({
    maxSize: MOST_BYTES,
    onError: (c) => refused(c, 413, 'body', 'It is larger than 64 kB.', 'Say it in fewer words.'),
  });
  for (const path of PEOPLE_PATHS) {
    app.use(path, limited, async (c, next) => {
      await next();
      c.header('Cache-Control', 'no-store');
    });
  }
  app.onError(refusalOf);
  app.doc31('/docs/people.json', {
    openapi: '3.1.0',
    info: { title: 'Belfry: people', version: '1', description: 'Incidents, what people say, and what came of it.' },
  });
  return app
    .openapi(routes.incidentsRoute, async (c) => {
      const { state = 'open', partner, subject, before, limit } = c.req.valid('query');
      const page = { before: beforeOf(before), limit: limitOf(limit) };
      return c.json(await incidentList(store, directory(), { state, partner, subject, ...page }), 200);
    })
    .openapi(routes.incidentRoute, async (c) => {
      return c.json(await incidentDetail(store, directory(), c.req.valid('param').id), 200);
    })
    .openapi(routes.auditRoute, async (c) => {
      const { before, limit, ...asked } = c.req.valid('query');
      const page = { before: beforeOf(before), limit: limitOf(limit) };
      return c.json({ entries: await auditList(store, { ...asked, ...page }) }, 200);
    })
    .openapi(routes.notesRoute, async (c) => {
      return c.json(await partnerNotes(store, c.req.valid('param').id, now()), 200);
    })
    .openapi(routes.silencesRoute, async (c) => c.json(await silenceList(store, now()), 200))
    .openapi(routes.previewRoute, async (c) => {
      const matcher = requireFields(c.req.valid('json').matcher);
      return c.json(await silencePreview(store, directory(), matcher), 200);
    })
    .openapi(routes.sayRoute, async (c) => {
      const id = c.req.valid('header')['idempotency-key'] ?? newId();
      return c.json(await sayIt(say, c.req.valid('json'), { caller: callerOf(c), id, now: now() }), 202);
    });
}

const refused = (c: Context, status: 400 | 404 | 413 | 415 | 503, refused: string, reason: string, remedy: string) =>
  c.json({ refused, reason, remedy }, status);

function refusalOf(error: Error, c: Context): Response {
  if (error instanceof RefusedQuestion) return refused(c, error.status, error.refused, error.message, error.remedy);
  if (error instanceof IntakeAway) {
    c.header('Retry-After', String(error.retryAfter));
    return refused(c, 503, 'log', error.message, error.remedy);
  }
  if (error instanceof SqlError)
    return refused(c, 503, 'history', error.message, 'ClickHouse does not answer; try again.');
  // Hono's own word for a body that is no JSON, or is not sent as such: a form of another site could say things.
  if (error instanceof HTTPException && (error.status === 400 || error.status === 415)) {
    return refused(c, error.status, 'body', 'The body is no JSON.', 'Send a JSON object as application/json.');
  }
  throw error;
}
