import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKpiRoutes } from '../../../dashboard/src/server/drilldown/kpi-routes.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { drillDirectory, storeHistory } from '../../support/drilldown-rows.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const NOW = Date.parse('2026-11-20T12:00:00Z');

describeReal('ClickHouse', clickhouse.missing)('drilling down into what happens seldom', () => {
  let fresh: FreshDatabase;
  let app: ReturnType<typeof createKpiRoutes>;

  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
    const where = { kpi: 'shop/on-time', partner: 'noor', market: 'sa', carrier: '', channel: '' };
    const told = { ...where, bucket: 20_776, lane: 0, num: 1, den: 1, at: NOW - 1_000, quiet: false };
    const back = { ...told, partner: 'beta', offset: 4, subject: 'order/2', cause: 'counted' };
    const deltas = [
      { ...told, offset: 1, subject: 'order/1', cause: '' },
      // Excluded, then told to be of another partner, then taken back: it counts there.
      { ...told, offset: 2, subject: 'order/2', cause: 'counted' },
      { ...told, offset: 3, subject: 'order/2', num: -1, den: -1, cause: 'excluded/by a person' },
      back,
      { ...told, offset: 5, subject: 'order/3', cause: 'counted' },
      { ...told, offset: 6, subject: 'order/3', num: -1, den: -1, cause: 'excluded/by a person' },
    ];
    await storeHistory(fresh.sql, { deltas, clocks: [] });
    app = createKpiRoutes({
      store: { sql: fresh.sql, generation: 1 },
      directory: () => drillDirectory,
      now: () => NOW,
    });
  });
  afterAll(() => fresh?.drop());

  const ask = async (path: string): Promise<unknown> =>
    await (await app.request(`/api/kpi/${path}&kpi=shop/on-time&from=2026-11-01&to=2026-11-20`)).json();

  test('a delta from before deltas told why counts as counted, in what moved a number and in the list of orders', async () => {
    expect(await ask('changes?partner=noor&since=2026-11-19')).toMatchObject({
      after: { num: 1, den: 1 },
      parts: [{ cause: 'counted' }, {}],
    });
    expect(await ask('orders?partner=noor&limit=10')).toMatchObject({
      rows: [{ subject: 'order/1', cause: 'counted' }],
    });
  });

  test('who was excluded and counts for another partner now is none of the exclusions of all', async () => {
    expect(await ask('exclusions?asOf=2026-11-20')).toMatchObject({
      total: 1,
      rows: [{ subject: 'order/3', partner: 'noor' }],
    });
  });
});
