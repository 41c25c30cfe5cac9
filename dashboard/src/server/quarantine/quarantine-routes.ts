import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { QuarantineList, QuarantineRecord } from '../../contract/quarantine-api.ts';
import { limitOf } from '../drilldown/questions.ts';
import type { Store } from '../drilldown/selection.ts';
import { count, given, instant, json, limit, list, refused, text } from '../pages/described.ts';
import { quarantineList, quarantineRecord } from './quarantine.ts';

export interface QuarantineRoom {
  readonly store: Store;
}

const row = {
  ...{ log: text, lane: count, offset: count, at: instant, key: text, code: text, reason: text },
  ...{ source: text, type: text, bytes: count, head: text },
};

const listAnswer = z
  .object({
    rows: list(z.object(row)),
    next: text.nullable(),
    total: count,
    reasons: list(z.object({ code: text, count, first: instant, last: instant })),
  })
  .openapi('Quarantine') satisfies z.ZodType<QuarantineList>;

const recordAnswer = z
  .object({ ...row, hex: text, text, isCut: z.boolean() })
  .openapi('QuarantineRecord') satisfies z.ZodType<QuarantineRecord>;

const listRoute = createRoute({
  method: 'get',
  path: '/api/quarantine',
  request: {
    query: z.strictObject({
      code: given('Only for this reason.', 'INVALID_EVENT'),
      after: given('For the next page: the `next` of the one before.', '1795687200000.events.3.812'),
      limit,
    }),
  },
  responses: json(listAnswer, 'What could not be taken, newest first.'),
});

const number = z.coerce.number().int().min(0);
const recordRoute = createRoute({
  method: 'get',
  path: '/api/quarantine/{log}/{lane}/{offset}',
  request: {
    params: z.object({ log: z.string(), lane: number.max(65_535), offset: number }),
    query: z.strictObject({}),
  },
  responses: {
    ...json(recordAnswer, 'One of them with its bytes.'),
    404: refused('There is none at this place.'),
  } as const,
});

/** `GET /api/quarantine` and `GET /api/quarantine/:log/:lane/:offset`. */
export function quarantineRoutes(app: OpenAPIHono, { store }: QuarantineRoom): void {
  app.openapi(listRoute, async (c) => {
    const { limit: rows, ...asked } = c.req.valid('query');
    return c.json(await quarantineList(store, { ...asked, limit: limitOf(rows) }), 200);
  });
  app.openapi(recordRoute, async (c) => c.json(await quarantineRecord(store, c.req.valid('param')), 200));
}
