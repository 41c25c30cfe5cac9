import { guarded } from '@belfry/access';
import { SqlError } from '@belfry/sql';
import { Hono } from 'hono';
import type { Forecaster } from './forecast.ts';

/** `GET /api/forecast`: the breaches to be expected in the next hours (docs/forecast.md). */
export function createForecastRoutes(forecaster: Forecaster, now: () => number): Hono {
  const app = new Hono();
  app.get('/api/forecast', guarded(), async (c) => {
    try {
      return c.json(await forecaster.at(now()), 200, { 'Cache-Control': 'no-store' });
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      const remedy = 'ClickHouse does not answer; try again.';
      return c.json({ refused: 'history', reason: error.message, remedy }, 503);
    }
  });
  return app;
}
