import { SqlError } from '@belfry/sql';
import { OpenAPIHono } from '@hono/zod-openapi';
import { refusedParameter } from '../drilldown/refused-parameter.ts';
import { RefusedQuestion } from '../drilldown/refused-question.ts';
import { type QuarantineRoom, quarantineRoutes } from '../quarantine/quarantine-routes.ts';
import { type QueueRoom, queueRoutes } from '../queues/queue-routes.ts';
import { type SubjectRoom, subjectRoutes } from '../subject/subject-routes.ts';
import { type UnmatchedRoom, unmatchedRoutes } from '../unmatched/unmatched-routes.ts';
import { ProcessorAway } from './processor-away.ts';

export type PageRoom = SubjectRoom & QueueRoom & UnmatchedRoom & QuarantineRoom;
export type PageRoutes = ReturnType<typeof createPageRoutes>;

const DOCUMENT = '/docs/pages.json';

/** Where they are, the document aside. */
export const PAGE_PATHS = [
  '/api/subject/*',
  '/api/find',
  '/api/queues/*',
  '/api/unmatched',
  '/api/quarantine/*',
] as const;

/** What the pages behind the wall ask, each in a folder of its own. Their description is at `/docs/pages.json`. */
export function createPageRoutes(room: PageRoom) {
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw refusedParameter(result.error.issues[0], DOCUMENT);
    },
  });
  for (const path of PAGE_PATHS) {
    app.use(path, async (c, next) => {
      await next();
      c.header('Cache-Control', 'no-store');
    });
  }
  app.onError((error, c) => {
    const refuse = (status: 400 | 404 | 503, refused: string, remedy: string) =>
      c.json({ refused, reason: error.message, remedy }, status);
    if (error instanceof RefusedQuestion) return refuse(error.status, error.refused, error.remedy);
    if (error instanceof ProcessorAway) return refuse(503, 'processor', error.remedy);
    if (error instanceof SqlError) return refuse(503, 'history', 'ClickHouse does not answer; try again.');
    throw error;
  });
  app.doc31(DOCUMENT, {
    openapi: '3.1.0',
    info: { title: 'Belfry: pages', version: '1', description: 'What the pages behind the wall ask: docs/pages.md.' },
  });
  subjectRoutes(app, room);
  queueRoutes(app, room);
  unmatchedRoutes(app, room);
  quarantineRoutes(app, room);
  return app;
}
