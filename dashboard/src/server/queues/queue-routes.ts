import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { QUEUE_PLACES, type QueueItems, type QueuesAnswer } from '../../contract/queues-api.ts';
import type { Directory } from '../directory.ts';
import { limitOf } from '../drilldown/questions.ts';
import { RefusedQuestion } from '../drilldown/refused-question.ts';
import type { Store } from '../drilldown/selection.ts';
import { count, given, givenOrEmpty, instant, json, limit, list, text } from '../pages/described.ts';
import { readsWhole } from '../pages/reads-whole.ts';
import { queueItems, withoutPerson } from './queue-items.ts';
import { queues, withoutPeople } from './queues.ts';

export interface QueueRoom {
  readonly store: Store;
  readonly directory: () => Directory;
  /** ms UTC. */
  readonly now: () => number;
}

const counts = {
  ...{ open: count, breached: count, due15: count, due60: count, due240: count, later: count, paused: count },
  noDeadline: count,
};
const next = instant.nullable();

const queuesAnswer = z
  .object({
    asOf: instant,
    total: z.object(counts),
    teams: list(z.object({ team: text, ...counts, next })),
    people: list(z.object({ person: text, ...counts, teams: list(text), next })),
    partners: list(z.object({ partner: text, name: text })),
    promises: list(z.object({ promise: text, title: text })),
    names: z.boolean(),
  })
  .openapi('Queues') satisfies z.ZodType<QueuesAnswer>;

const itemsAnswer = z
  .object({
    asOf: instant,
    items: list(
      z.object({
        ...{ subject: text, kind: z.enum(['order', 'ticket']), promise: text, title: text, row: text, cycle: count },
        state: z.enum(['pending', 'running', 'paused', 'breached']),
        place: z.enum(QUEUE_PLACES),
        ...{ start: instant, due: instant.nullable(), left: z.int().nullable() },
        ...{ partner: text, partnerName: text, team: text, person: text },
      }),
    ),
    next: text.nullable(),
    total: count,
  })
  .openapi('QueueItems') satisfies z.ZodType<QueueItems>;

const cut = {
  partner: given('Only of this partner.', 'p12'),
  promise: given('Only this promise.', 'mall/ship-confirmation'),
};

const queuesRoute = createRoute({
  method: 'get',
  path: '/api/queues',
  request: { query: z.strictObject(cut) },
  responses: json(queuesAnswer, 'The open clocks by team and by person, the most pressing first.'),
});

const itemsRoute = createRoute({
  method: 'get',
  path: '/api/queues/items',
  request: {
    query: z.strictObject({
      ...cut,
      team: givenOrEmpty('Only what this team has; empty: what no team has.', 'L2'),
      person: givenOrEmpty('Only what this person has; empty: what nobody has.', 'Omar'),
      place: z.enum(QUEUE_PLACES).optional().openapi({ description: 'Only with so much time left.' }),
      after: given('For the next page: the `next` of the one before.', 'WzAsMTc5NTY4NzIwMDAwMF0'),
      limit,
    }),
  },
  responses: json(itemsAnswer, 'By time left, a page at a time.'),
});

/** `GET /api/queues` and `GET /api/queues/items`. */
export function queueRoutes(app: OpenAPIHono, { store, directory, now }: QueueRoom): void {
  app.openapi(queuesRoute, async (c) => {
    const answer = await queues(store, directory(), c.req.valid('query'), now());
    return c.json(readsWhole(c) ? answer : withoutPeople(answer), 200);
  });
  app.openapi(itemsRoute, async (c) => {
    const { limit: rows, ...asked } = c.req.valid('query');
    const whole = readsWhole(c);
    if (!whole && asked.person !== undefined) {
      const remedy = 'Leave it out, or ask with a token of scope manager.';
      throw new RefusedQuestion(400, 'person', 'People are not named to this token.', remedy);
    }
    const answer = await queueItems(store, directory(), { ...asked, limit: limitOf(rows) }, now());
    return c.json(whole ? answer : withoutPerson(answer), 200);
  });
}
