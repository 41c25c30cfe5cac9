import type { EventType } from '@belfry/ingest/contract';
import { expect, test } from 'vitest';
import type { ExclusionsAnswer, Standing } from '../../../dashboard/src/contract/index.ts';
import { createKpiRoutes } from '../../../dashboard/src/server/drilldown/kpi-routes.ts';
import { clickhouseForTests, freshDatabase } from '../../support/clickhouse.ts';
import { kpiShop } from '../../support/kpi-pack.ts';
import { KpiRoom } from '../../support/kpi-room.ts';
import { openPeopleRoom } from '../../support/people-room.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const KPI = 'shop/k';
const START = Date.UTC(2026, 10, 26, 9);

describeReal('ClickHouse', clickhouse.missing)('an order that somebody excludes from a KPI', () => {
  test('counts no more, and it is told who approved it and why; taken back, it counts again', async () => {
    const { sql, drop } = await freshDatabase(clickhouse);
    const room = new KpiRoom(sql, START);
    await room.open();
    const running = await room.processor([{ name: 'shop.yaml', yaml: kpiShop() }]);
    const { log, clock } = room;
    const people = await openPeopleRoom({ log, clock, sql });
    const app = createKpiRoutes({
      store: { sql, generation: 1 },
      directory: () => room.wall.directory,
      now: () => clock.now(),
    });
    const ask = async <Answer>(path: string): Promise<Answer> => {
      const answer = await app.request(path);
      const body = await answer.text();
      expect(answer.status, body).toBe(200);
      return JSON.parse(body) as Answer;
    };
    const standing = async () => {
      const [whole] = await ask<Standing[]>(`/api/kpi/standings?kpi=${KPI}`);
      return [whole!.num, whole!.den];
    };
    const say = async (data: Record<string, unknown>): Promise<void> => {
      const answer = await room.whileTimePasses(people.say({ type: 'kpi.excluded', subject: 'order/2', data }));
      expect(answer.status, JSON.stringify(answer.body)).toBe(202);
      await room.settle();
    };
    const happened = (type: EventType, order: string): void => {
      const subject = `order/${order}`;
      const event = {
        ...{ specversion: '1.0', id: `${type}-${order}`, source: 'shop', type, subject },
        time: new Date(START - 60_000).toISOString(),
        data: { partner: 'noor' },
      };
      room.tell({ at: clock.now(), subject, event });
    };
    try {
      for (const order of ['1', '2', '3']) happened('order.opened', order);
      happened('order.cancelled', '2');
      await room.settle();
      expect(await standing()).toEqual([1, 3]);

      await say({ who: 'Lena', reason: "the carrier's strike", evidence: 'call 17', kpi: KPI });
      expect(await standing()).toEqual([0, 2]);
      const { rows, total } = await ask<ExclusionsAnswer>(`/api/kpi/exclusions?kpi=${KPI}`);
      const said = people.events().find(({ type }) => type === 'kpi.excluded');
      expect(total).toBe(1);
      expect(rows[0]).toMatchObject({
        subject: 'order/2',
        partner: 'noor',
        by: 'person',
        who: 'Lena',
        words: "the carrier's strike",
        evidence: 'call 17',
        at: Date.parse(said!.time),
      });

      await say({ who: 'Omar', reason: 'there was none', kpi: KPI, withdrawn: true });
      expect(await standing()).toEqual([1, 3]);
      expect(await ask<ExclusionsAnswer>(`/api/kpi/exclusions?kpi=${KPI}`)).toEqual({ rows: [], total: 0 });
      expect(room.reported.filter((line) => line.startsWith('fatal'))).toEqual([]);
    } finally {
      await running.stop();
      await room.close();
      await drop();
    }
  });
});
