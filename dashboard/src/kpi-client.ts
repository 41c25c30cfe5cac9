import { hc } from 'hono/client';
import type { KpiRoutes } from './server/drilldown/kpi-routes.ts';

/**
 * A client of the KPI API that knows its parameters and answers.
 *
 * @example
 * const kpis = createKpiClient('http://127.0.0.1:4100');
 * const response = await kpis.api.kpi.standings.$get({ query: { kpi: 'on-time-delivery', window: '7d' } });
 * if (response.ok) for (const { partner, num, den } of await response.json()) console.log(partner, num, den);
 */
export const createKpiClient = (url: string, fetch?: typeof globalThis.fetch) =>
  hc<KpiRoutes>(url, fetch === undefined ? {} : { fetch });
