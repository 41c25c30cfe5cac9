import type { Token } from '@belfry/access';
import { createAccess } from '@belfry/access';
import { machineClock } from '@belfry/ingest/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();

describeReal('ClickHouse', clickhouse.missing)('tokens in the tables', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse, { migrated: true });
  });
  afterAll(() => fresh?.drop());

  const open = async () => {
    const access = createAccess({ sql: fresh.sql, wallClock: machineClock, host: '0.0.0.0', report: () => {} });
    await access.start();
    return access;
  };

  test('are known to a process that starts later, and their text is in no table', async () => {
    const here = await open();
    const wish = { name: 'Café “12”', scope: 'partner', partner: 'a/b', source: null, expires: 4e12 } as const;
    const { token, text } = await here.tokens.make(wish, 'a test');
    const there = await open();
    expect(there.authenticate(text)).toEqual(token);
    const rows = await fresh.sql.query('SELECT * FROM tokens');
    expect(JSON.stringify(rows)).not.toContain(text.slice(-43));
    await Promise.all([here.stop(), there.stop()]);
  });

  test('that were revoked are cut off in another process within two seconds', async () => {
    const [here, there] = [await open(), await open()];
    const wish = { name: 'hall', scope: 'wall', partner: null, source: null, expires: null } as const;
    const { token, text } = await here.tokens.make(wish, 'a test');
    await expect.poll(() => there.authenticate(text)?.id, { timeout: 10_000 }).toBe(token.id);
    const told = new Promise<Token>((resolve) => there.onRevoked((ended) => ended.id === token.id && resolve(ended)));
    await here.tokens.revoke(token.id);
    expect((await told).revoked).not.toBeNull();
    expect(there.authenticate(text)).toBeUndefined();
    await Promise.all([here.stop(), there.stop()]);
  });

  test('of admins can be revoked in the table, as docs/access.md says, and the next start makes one', async () => {
    const before = await open();
    const first = await before.firstAdminLink('http://wall');
    expect(first).toContain('http://wall/enter#bf_admin_');
    await before.stop();
    await fresh.sql.command(
      "INSERT INTO tokens SELECT * REPLACE (toUnixTimestamp64Milli(now64()) AS revoked, 1 AS version) FROM tokens FINAL WHERE scope = 'admin'",
    );
    const after = await open();
    expect(after.authenticate(first!.split('#')[1]!)).toBeUndefined();
    const second = await after.firstAdminLink('http://wall');
    expect(after.authenticate(second!.split('#')[1]!)?.scope).toBe('admin');
    expect(await after.firstAdminLink('http://wall')).toBeUndefined();
    await after.stop();
  });
});
