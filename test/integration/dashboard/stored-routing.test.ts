import { afterAll, beforeAll, expect, test } from 'vitest';
import { storedRouting } from '../../../dashboard/src/server/hooks/stored-routing.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();

describeReal('ClickHouse', clickhouse.missing)('who is told what, as the tables say', () => {
  let fresh: FreshDatabase;
  const state = (log: string, subject: string, offset: number, json: string, generation = 1): Promise<void> =>
    fresh.sql.command(
      `INSERT INTO subjects (generation, log, lane, subject, offset, open, state)
       VALUES (${generation}, '${log}', 0, '${subject}', ${offset}, true, '${json}')`,
    );

  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
  });
  afterAll(() => fresh?.drop());

  test('is nobody before the fold has taken a word of it, or if that says nothing', async () => {
    expect(await storedRouting(fresh.sql, 1)).toBeNull();
    await state('signals', 'routing', 1, 'null');
    expect(await storedRouting(fresh.sql, 1)).toBeNull();
  });

  test('is the newest state of this generation, and nothing else that has a state', async () => {
    const routing = { hooks: [], routes: [], calendars: {}, heartbeat: null };
    await state('signals', 'routing', 9, JSON.stringify(routing));
    await state('signals', 'routing', 4, JSON.stringify({ ...routing, heartbeat: { everyMs: 1, to: [] } }));
    await state('events', 'routing', 12, '{"hooks":[1]}');
    await state('signals', 'routing', 12, '{"hooks":[2]}', 2);
    expect(await storedRouting(fresh.sql, 1)).toEqual(routing);
  });
});
