import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKpiRoutes } from '../../../dashboard/src/server/drilldown/kpi-routes.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { drillDirectory, storeHistory } from '../../support/drilldown-rows.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const NOW = Date.parse('2026-11-20T12:00:00Z');

describeReal('ClickHouse', clickhouse.missing)('a delta from before deltas told why', () => {
  let fresh: FreshDatabase;
  let app: ReturnType<typeof createKpiRoutes>;

  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
    const where = { kpi: 'shop/on-time', partner: 'noor', market: 'sa', carrier: '', channel: '' };
    const told = { lane: 0, offset: 1, subject: 'order/1', num: 1, den: 1, at: NOW - 1_000, cause: '', quiet: false };
    await storeHistory(fresh.sql, { deltas: [{ ...where, bucket: 20_776, ...told }], clocks: [] });
    app = createKpiRoutes({
      store: { sql: fresh.sql, generation: 1 },
      directory: () => drillDirectory,
      now: () => NOW,
    });
  });
  afterAll(() => fresh?.drop());

  const ask = async (path: string): Promise<unknown> =>
    await (await app.request(`/api/kpi/${path}&kpi=shop/on-time&partner=noor&from=2026-11-01&to=2026-11-20`)).json();

  test('counts as counted in what moved a number, and in the list of orders', async () => {
    expect(await ask('changes?since=2026-11-19')).toMatchObject({ parts: [{ cause: 'counted', num: 1, den: 1 }] });
    expect(await ask('orders?limit=10')).toMatchObject({ rows: [{ subject: 'order/1', cause: 'counted' }] });
  });
});
