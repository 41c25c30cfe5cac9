import { expect, test } from 'vitest';
import type { QuarantineList, QuarantineRecord } from '../../../dashboard/src/contract/index.ts';
import { clickhouseForTests, freshDatabase } from '../../support/clickhouse.ts';
import { PagesRoom } from '../../support/pages-room.ts';
import type { Refused } from '../../support/people-room.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();

describeReal('ClickHouse', clickhouse.missing)('what could not be taken', () => {
  test('is listed newest first with its reason and the head of its bytes, and read whole as hex and text', async () => {
    const { sql, drop } = await freshDatabase(clickhouse);
    const room = new PagesRoom(sql, Date.UTC(2026, 10, 26, 9));
    await room.open();
    try {
      expect(await room.ask<QuarantineList>('/api/quarantine')).toEqual({
        rows: [],
        next: null,
        total: 0,
        reasons: [],
      });
      const bytes = Buffer.from([0x7b, 0xff, 0x00, ...Buffer.from('ü'.repeat(200))]);
      const { log } = room.room;
      for (let n = 0; n < 5; n++) log.put('events', 1, [{ key: `order/${n}`, kind: 'event', value: bytes }]);
      // An hour ahead of the log: taken by nobody, though it can be read.
      room.happened('order.opened', 'order/ahead', { partner: 'noor' }, -3_600_000);
      await room.room.settle();

      const rows: QuarantineList['rows'][number][] = [];
      let after = '';
      for (let pages = 0; pages < 9; pages++) {
        const page = await room.ask<QuarantineList>(`/api/quarantine?limit=2${after}`);
        expect(page.total).toBe(6);
        expect(page.reasons.map(({ count }) => count)).toEqual([5, 1]);
        rows.push(...page.rows);
        if (page.next === null) break;
        after = `&after=${page.next}`;
      }
      expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).sort((a, b) => b - a));
      expect(rows.map(({ key }) => key).sort()).toEqual([0, 1, 2, 3, 4, 'ahead'].map((id) => `order/${id}`));
      const ahead = rows.find(({ key }) => key === 'order/ahead')!;
      expect(ahead).toMatchObject({ source: 'shop', type: 'order.opened', log: 'events' });
      const spoilt = rows.find(({ key }) => key === 'order/3')!;
      expect(spoilt).toMatchObject({ lane: 1, bytes: bytes.length, source: '', type: '' });
      expect(spoilt.head.startsWith('{\\xff\\x00ü')).toBe(true);
      const only = await room.ask<QuarantineList>(`/api/quarantine?code=${ahead.code}`);
      expect([only.total, only.rows.map(({ key }) => key)]).toEqual([1, ['order/ahead']]);

      const whole = await room.ask<QuarantineRecord>(`/api/quarantine/events/1/${spoilt.offset}`);
      expect(whole).toMatchObject({ ...spoilt, hex: bytes.toString('hex'), isCut: false });
      expect(whole.text).toBe(`{\\xff\\x00${'ü'.repeat(200)}`);
      const none = await room.get<Refused>('/api/quarantine/events/1/999999');
      expect([none.status, none.body.refused]).toEqual([404, 'offset']);
      expect((await room.get<Refused>('/api/quarantine?after=x')).body.refused).toBe('after');
      expect((await room.get<Refused>('/api/quarantine/events/one/1')).status).toBe(400);
    } finally {
      await room.close();
      await drop();
    }
  });
});
