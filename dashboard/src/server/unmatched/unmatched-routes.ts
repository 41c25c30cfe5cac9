import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { UnmatchedAnswer } from '../../contract/unmatched-api.ts';
import type { Directory } from '../directory.ts';
import { RefusedQuestion } from '../drilldown/refused-question.ts';
import type { Store } from '../drilldown/selection.ts';
import { count, given, instant, json, list, text } from '../pages/described.ts';
import { unmatched } from './unmatched.ts';

export interface UnmatchedRoom {
  readonly store: Store;
  readonly directory: () => Directory;
  /** ms UTC. */
  readonly now: () => number;
}

const DAY = 86_400_000;
const DAYS = 30;
const MOST_DAYS = 3_660;

const sums = { count, open: count, first: instant, last: instant, examples: list(text) };
const field = z.enum(['category', 'subcategory']);

const unmatchedAnswer = z
  .object({
    since: instant,
    categories: list(
      z.object({
        ...{ category: text, subcategory: text, ...sums },
        suggestion: z.object({ field, from: text, to: text }).nullable(),
      }),
    ),
    partners: list(z.object({ partner: text, ...sums })),
    aliases: list(
      z.object({
        ...{ field: text, from: text, to: text, pack: text },
        by: z.enum(['pack', 'person']),
        ...{ who: text, at: instant.nullable() },
      }),
    ),
    known: z.object({ category: list(text), subcategory: list(text) }),
  })
  .openapi('Unmatched') satisfies z.ZodType<UnmatchedAnswer>;

const unmatchedRoute = createRoute({
  method: 'get',
  path: '/api/unmatched',
  request: {
    query: z.strictObject({ days: given(`Only what began within so many days. Default: ${DAYS}.`, '7') }),
  },
  responses: json(unmatchedAnswer, 'What was told and no policy knew what to do with, and which aliases hold.'),
});

/** `GET /api/unmatched`. */
export function unmatchedRoutes(app: OpenAPIHono, { store, directory, now }: UnmatchedRoom): void {
  app.openapi(unmatchedRoute, async (c) => {
    const { days } = c.req.valid('query');
    return c.json(await unmatched(store, directory(), now() - daysOf(days) * DAY), 200);
  });
}

function daysOf(told: string | undefined): number {
  const days = told === undefined ? DAYS : Number(told);
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
  throw new RefusedQuestion(400, 'days', `${told} is no number of days.`, `Write days=1 to days=${MOST_DAYS}.`);
}
