import { Hono } from 'hono';
import { answer } from '../answer.ts';
import { readInstant } from '../instant.ts';
import { type ExplainOptions, explain } from './explain.ts';

/** `GET /api/explain/order/8812?asOf=2026-11-26T17:30:00Z`: why its clocks stand as they stand. */
export function explainRoutes(options: ExplainOptions): Hono {
  const app = new Hono();
  app.get('/api/explain/:kind/:id{.+}', (c) =>
    answer(c, async () => {
      const asOf = c.req.query('asOf');
      const instant = asOf === undefined ? undefined : readInstant('asOf', asOf);
      return explain(options, `${c.req.param('kind')}/${c.req.param('id')}`, instant);
    }),
  );
  return app;
}
