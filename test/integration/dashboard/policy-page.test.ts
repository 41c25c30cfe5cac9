import type { LintAnswer, ListedPolicy, PolicyChanges } from '@belfry/processor/contract';
import { expect, test } from 'vitest';
import { clickhouseForTests, freshDatabase } from '../../support/clickhouse.ts';
import { PAGES_PACK } from '../../support/pages-pack.ts';
import { PagesRoom } from '../../support/pages-room.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const yaml = { 'content-type': 'application/yaml' };

describeReal('ClickHouse', clickhouse.missing)('the page of policies', () => {
  test('mistakes with line and column, and what differs between two versions', async () => {
    const { sql, drop } = await freshDatabase(clickhouse);
    const room = new PagesRoom(sql, Date.UTC(2026, 10, 26, 9));
    await room.open();
    const ask = async <Body>(path: string, body?: string): Promise<Body> => {
      const init = body === undefined ? {} : { method: 'POST', body, headers: yaml };
      const response = await room.room.whileTimePasses(Promise.resolve(room.inquiry.request(path, init)));
      return (await response.json()) as Body;
    };
    try {
      const good = await ask<LintAnswer>('/api/policies/lint?file=shop.yaml', PAGES_PACK);
      expect(good).toMatchObject({ pack: 'shop', publishable: true, errors: 0 });
      expect(good.promises[0]!.sentences[0]).toBe('Ship: ship in 1 h, round the clock, Dispatch');
      const bad = await ask<LintAnswer>('/api/policies/lint', PAGES_PACK.replace('order.shipped\n', 'order.shiped\n'));
      const line = PAGES_PACK.split('\n').findIndex((each) => each.includes('stop: order.shipped')) + 1;
      expect(bad).toMatchObject({
        pack: null,
        publishable: false,
        problems: [{ severity: 'error', line, column: 11 }],
      });

      const [first] = await ask<ListedPolicy[]>('/api/policies');
      const none = { from: null, to: first!.number, pack: 'shop', changes: [] };
      expect(await ask<PolicyChanges>(`/api/policies/${first!.number}/changes`)).toEqual(none);
      await ask('/api/policies?file=shop.yaml', PAGES_PACK.replace('target: 60 minutes', 'target: 30 minutes'));
      const [second] = await ask<ListedPolicy[]>('/api/policies');
      const { from, changes } = await ask<PolicyChanges>(`/api/policies/${second!.number}/changes`);
      expect(from).toBe(first!.number);
      expect(changes).toMatchObject([{ change: 'changed', what: 'row', name: 'all', promise: 'shop/ship' }]);
      expect(changes[0]!.sentence).toContain('30 min');
      expect(await ask(`/api/policies/${second!.number}/changes?from=9999`)).toMatchObject({ refused: 'from' });
      expect(await ask(`/api/policies/${second!.number}/changes?from=x`)).toMatchObject({ refused: 'from' });
    } finally {
      await room.close();
      await drop();
    }
  });
});
