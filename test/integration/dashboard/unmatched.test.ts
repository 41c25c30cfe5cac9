import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UnmatchedAnswer } from '../../../dashboard/src/contract/index.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { PagesRoom } from '../../support/pages-room.ts';
import type { Refused } from '../../support/people-room.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const START = Date.UTC(2026, 10, 26, 9);

describeReal('ClickHouse', clickhouse.missing)('the tray of what no policy knows', () => {
  let fresh: FreshDatabase;
  let room: PagesRoom;
  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
    room = new PagesRoom(fresh.sql, START);
    await room.open();
  });
  afterAll(async () => {
    await room?.close();
    await fresh?.drop();
  });
  const ask = (query = '') => room.ask<UnmatchedAnswer>(`/api/unmatched${query}`);

  test('nothing of an empty Belfry but what can be meant', async () => {
    await room.room.settle();
    expect(await ask()).toMatchObject({
      categories: [],
      partners: [],
      aliases: [],
      known: { category: ['account'], subcategory: ['idea', 'reports', 'warehouse-edit'] },
    });
  });

  test('categories and partners with how many, since when, examples and what is perhaps meant', async () => {
    const edit = { partner: 'noor', subcategory: 'warehouse-edit' };
    const first = room.happened('ticket.created', 'ticket/1', { ...edit, category: 'Acount' }, 3 * MINUTE);
    for (let n = 2; n < 9; n++) room.happened('ticket.created', `ticket/${n}`, { ...edit, category: 'Acount' }, MINUTE);
    const last = room.happened('ticket.created', 'ticket/9', { ...edit, category: 'Acount' });
    room.happened('ticket.resolved', 'ticket/1');
    // Classified later, as told last; a category that is known; one that says nothing; one long ago.
    room.happened(
      'ticket.created',
      'ticket/c',
      { partner: 'noor', category: 'Acount', subcategory: 'warehouse-edit' },
      MINUTE,
    );
    room.happened('ticket.classified', 'ticket/c', { field: 'subcategory', to: 'warehouse-edits' });
    room.happened('ticket.classified', 'ticket/c', { field: 'category', to: 'account' });
    room.happened('ticket.created', 'ticket/ok', { ...edit, category: 'account' });
    room.happened('ticket.created', 'ticket/none', { partner: 'noor' });
    room.happened('ticket.created', 'ticket/old', { ...edit, category: 'Finance' }, 40 * DAY);
    for (const id of ['x1', 'x2']) room.happened('order.opened', `order/${id}`, { partner: 'ghost' });
    room.happened('order.opened', 'order/own', { partner: 'noor' });
    await room.room.settle();

    const asked = room.room.clock.now();
    const { categories, partners, since } = await ask();
    expect(since).toBeGreaterThanOrEqual(asked - 30 * DAY);
    expect(since).toBeLessThanOrEqual(room.room.clock.now() - 30 * DAY);
    expect(categories).toEqual([
      {
        ...{ category: 'Acount', subcategory: 'warehouse-edit', count: 9, open: 8, first, last },
        examples: ['ticket/9', 'ticket/2', 'ticket/3', 'ticket/4', 'ticket/5'],
        suggestion: { field: 'category', from: 'Acount', to: 'account' },
      },
      expect.objectContaining({ category: '', subcategory: '', count: 1, examples: ['ticket/none'], suggestion: null }),
      expect.objectContaining({
        ...{ category: 'account', subcategory: 'warehouse-edits', count: 1 },
        suggestion: { field: 'subcategory', from: 'warehouse-edits', to: 'warehouse-edit' },
      }),
    ]);
    expect(partners.map(({ partner, count, open, examples }) => [partner, count, open, examples])).toEqual([
      ['ghost', 2, 2, ['order/x1', 'order/x2']],
    ]);
    expect((await ask('?days=60')).categories.map(({ category }) => category)).toContain('Finance');
    expect((await room.get<Refused>('/api/unmatched?days=0')).body.refused).toBe('days');
  });
});
