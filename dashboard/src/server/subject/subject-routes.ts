import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { EVIDENCE_SHOWN } from '../../contract/subject-api.ts';
import type { Directory } from '../directory.ts';
import { readInstant } from '../drilldown/moment.ts';
import { RefusedQuestion } from '../drilldown/refused-question.ts';
import type { Store } from '../drilldown/selection.ts';
import { given, json, refused } from '../pages/described.ts';
import { readsWhole } from '../pages/reads-whole.ts';
import { findSubjects } from './find-subjects.ts';
import { type SubjectSources, subjectAnswer, withoutNames } from './subject-answer.ts';
import * as shapes from './subject-schemas.ts';

export interface SubjectRoom extends SubjectSources {
  readonly store: Store;
  readonly directory: () => Directory;
}

const MOST_EVIDENCE = 5_000;
const LONGEST = 256;

const subject = {
  method: 'get',
  request: {
    params: z.object({
      kind: z.enum(['order', 'ticket']),
      id: z.string().openapi({ description: 'All that is behind the kind, slashes included.', example: '8812~p17' }),
    }),
    query: z.strictObject({
      asOf: given('What was believed at this instant. Default: now.', '2026-11-26T17:30:00Z'),
      evidence: given(`How many of the newest records are told. Default: ${EVIDENCE_SHOWN}.`, '1000'),
    }),
  },
  responses: {
    ...json(shapes.subjectAnswer, 'Its clocks and why they stand so, what it is linked to, and who was told.'),
    404: refused('Nothing was ever told of it.'),
  },
} as const;

/** An id may hold slashes: the document names the path as people read it, the router all that lies behind the kind. */
const documented = createRoute({ ...subject, path: '/api/subject/{kind}/{id}' });
const routed = createRoute({ ...subject, path: '/api/subject/{kind}/:id{.+}', hide: true });

const findRoute = createRoute({
  method: 'get',
  path: '/api/find',
  request: {
    query: z.strictObject({
      q: z.string().openapi({ description: 'How the id begins, with its kind or without.', example: 'order/88' }),
    }),
  },
  responses: json(shapes.findAnswer, 'In the order of their names.'),
});

/** `GET /api/subject/:kind/:id` and `GET /api/find`. */
export function subjectRoutes(app: OpenAPIHono, { store, directory, explain, told }: SubjectRoom): void {
  app.openAPIRegistry.registerPath(documented);
  app.openapi(routed, async (c) => {
    const { kind, id } = c.req.valid('param');
    const { asOf, evidence } = c.req.valid('query');
    const question = { subject: `${kind}/${id}`, asOf: instantOf(asOf), evidence: evidenceOf(evidence) };
    const answer = await subjectAnswer(store, directory(), { explain, told }, question);
    return c.json(readsWhole(c) ? answer : withoutNames(answer), 200);
  });
  app.openapi(findRoute, async (c) => {
    const { q } = c.req.valid('query');
    const sought = q.trim();
    if (sought === '' || sought.length > LONGEST) {
      throw new RefusedQuestion(400, 'q', 'It is not said what is looked for.', 'Write how the id begins: q=order/88.');
    }
    return c.json(await findSubjects(store, directory(), sought), 200);
  });
}

function instantOf(asOf: string | undefined): number | undefined {
  if (asOf === undefined) return undefined;
  const at = readInstant(asOf);
  if (at !== undefined) return at;
  throw new RefusedQuestion(400, 'asOf', `${asOf} is no instant.`, 'Write it with its zone: 2026-11-26T17:30:00Z.');
}

function evidenceOf(text: string | undefined): number {
  const number = text === undefined ? EVIDENCE_SHOWN : Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= MOST_EVIDENCE) return number;
  const remedy = `Write evidence=1 to evidence=${MOST_EVIDENCE}.`;
  throw new RefusedQuestion(400, 'evidence', `${text} is no number of records.`, remedy);
}
