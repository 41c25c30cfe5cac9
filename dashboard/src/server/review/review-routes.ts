import { readFileSync } from 'node:fs';
import { guarded } from '@belfry/access';
import { SqlError } from '@belfry/sql';
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { localDate } from './local-midnight.ts';
import type { Refusal } from './period.ts';
import { questionOf, refusalOf } from './read-question.ts';
import { type ReviewSources, reviewOf } from './review.ts';
import { csvOf } from './review-csv.ts';
import { reviewPage } from './review-page.ts';
import { refusalSchema, reviewAnswer, reviewQuery } from './review-schema.ts';

const guard = guarded();
/** The form asks with GET, so that a link says all of it. */
const pageGuard = guarded("'self'");
const FRESH = { 'Cache-Control': 'no-store' };

const json = <Schema>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
const refused = {
  400: json(refusalSchema, 'The question is not understood.'),
  503: json(refusalSchema, 'ClickHouse does not answer.'),
};

const asJson = createRoute({
  method: 'get',
  path: '/api/review',
  summary: 'What was promised in a period and what came of it, by team, partner, promise or level',
  middleware: guard,
  request: { query: reviewQuery },
  responses: { 200: json(reviewAnswer, 'The review; docs/review.md says what each figure counts.'), ...refused },
});

const asCsv = createRoute({
  method: 'get',
  path: '/api/review.csv',
  summary: 'The same figures as a table (RFC 4180)',
  middleware: guard,
  request: { query: reviewQuery },
  responses: {
    200: {
      description: 'A header, a line a group, the total last.',
      content: { 'text/csv': { schema: { type: 'string' } } },
    },
    ...refused,
  },
});

/**
 * The review report: as JSON, as CSV and as a page. An OpenAPIHono, so that its document can be merged with others' and
 * `hc<ReviewApp>` knows its types.
 *
 * @example
 * const app = new OpenAPIHono().route('/', reviewRoutes({ sql, generation: 1, now: Date.now, nameOf: () => undefined }));
 * app.doc31('/docs/api.json', { openapi: '3.1.0', info: { title: 'Belfry', version: '1' } });
 */
export function reviewRoutes(sources: ReviewSources) {
  const style = readFileSync(new URL('./review.css', import.meta.url), 'utf8');
  const app = new OpenAPIHono({
    defaultHook: (result, c) => (result.success ? undefined : c.json(refusalOf(result.error), 400)),
  });

  app.get('/review.css', guard, (c) =>
    c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' }),
  );
  app.get('/review', pageGuard, async (c) => {
    const asked = c.req.query();
    const said = withPeriod(asked, sources.now());
    const query = reviewQuery.safeParse(said);
    const question = query.success ? questionOf(query.data) : refusalOf(query.error);
    if ('refused' in question) return c.html(reviewPage(said, question), 400, FRESH);
    try {
      return c.html(reviewPage(said, await reviewOf(sources, question)), 200, FRESH);
    } catch (error) {
      return c.html(reviewPage(said, awayOf(error)), 503, FRESH);
    }
  });

  return app
    .openapi(asJson, async (c) => {
      const question = questionOf(c.req.valid('query'));
      if ('refused' in question) return c.json(question, 400);
      try {
        return c.json(await reviewOf(sources, question), 200, FRESH);
      } catch (error) {
        return c.json(awayOf(error), 503);
      }
    })
    .openapi(asCsv, async (c) => {
      const question = questionOf(c.req.valid('query'));
      if ('refused' in question) return c.json(question, 400);
      try {
        return streamed(c, `review-by-${question.by}`, csvOf(await reviewOf(sources, question)));
      } catch (error) {
        return c.json(awayOf(error), 503);
      }
    });
}

export type ReviewApp = ReturnType<typeof reviewRoutes>;

function streamed(c: Context, name: string, lines: Generator<string, void, void>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return c.body(body, 200, {
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
    ...FRESH,
  });
}

function awayOf(error: unknown): Refusal {
  if (!(error instanceof SqlError)) throw error;
  return { refused: 'history', reason: error.message, remedy: 'ClickHouse does not answer; try again.' };
}

/** Whoever opens the page without a word sees this month. */
function withPeriod(asked: Record<string, string>, now: number): Record<string, string> {
  if (asked.from !== undefined || asked.to !== undefined) return asked;
  const [year, month] = localDate(now, 'UTC').split('-').map(Number) as [number, number];
  const first = (months: number): string => new Date(Date.UTC(year, months, 1)).toISOString().slice(0, 10);
  return { ...asked, from: first(month - 1), to: first(month) };
}
