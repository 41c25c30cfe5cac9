import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  QUEUE_PLACES,
  type QueueItem,
  type QueueItems,
  type QueuePlace,
  type QueuesAnswer,
} from '../../../dashboard/src/contract/index.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { PagesRoom } from '../../support/pages-room.ts';
import type { Refused } from '../../support/people-room.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Thursday, 12:00 in Riyadh: a ticket of three hours is due at 15:00, one of six hours at 18:00. */
const START = Date.UTC(2026, 10, 26, 9);

describeReal('ClickHouse', clickhouse.missing)('queues by team and person', () => {
  let fresh: FreshDatabase;
  let room: PagesRoom;
  /** What was told, by hand: the place of each clock follows from its age. */
  const told: { subject: string; team: string; person: string; partner: string; due: number | 'paused' | null }[] = [];

  const order = (id: string, ago: number, partner: string, held = false): void => {
    const opened = room.happened('order.opened', `order/${id}`, { partner }, ago);
    if (held) room.happened('order.held', `order/${id}`);
    told.push({ subject: `order/${id}`, team: 'Dispatch', person: '', partner, due: held ? 'paused' : opened + HOUR });
  };
  const ticket = (
    id: string,
    subcategory: string,
    due: (at: number) => number | null,
    over: Record<string, string>,
  ): void => {
    const data = { partner: 'beta', category: 'account', subcategory };
    const created = room.happened('ticket.created', `ticket/${id}`, data);
    room.happened('ticket.assigned', `ticket/${id}`, over);
    const team = subcategory === 'warehouse-edit' ? 'L2' : (over.team ?? '');
    told.push({ subject: `ticket/${id}`, team, person: over.assignee ?? '', partner: 'beta', due: due(created) });
  };

  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
    room = new PagesRoom(fresh.sql, START);
    await room.open();
    // Broken long ago and just now, due in 10 and in 30 minutes, due in an hour, and held by the customer.
    order('old', 9 * HOUR, 'noor');
    order('new', HOUR + 10 * MINUTE, 'beta');
    order('ten', 50 * MINUTE, 'noor');
    order('thirty', 30 * MINUTE, 'noor');
    order('sixty', 0, 'beta');
    order('held', 20 * MINUTE, 'noor', true);
    for (let n = 10; n < 50; n++) order(`many${n}`, (n - 10) * MINUTE, n % 2 === 0 ? 'noor' : 'beta');
    ticket('edit', 'warehouse-edit', (at) => at + 3 * HOUR, { team: 'L3', assignee: 'Omar' });
    ticket('report', 'reports', (at) => at + 6 * HOUR, { team: 'L3', assignee: 'Omar' });
    ticket('report2', 'reports', (at) => at + 6 * HOUR, { assignee: 'Größe, B.' });
    ticket('idea', 'idea', () => null, {});
    // What has ended is in no queue.
    room.happened('order.opened', 'order/gone', { partner: 'noor' }, 5 * MINUTE);
    room.happened('order.shipped', 'order/gone');
    await room.room.settle();
  });
  afterAll(async () => {
    await room?.close();
    await fresh?.drop();
  });

  const dueOf = (subject: string) => told.find((one) => one.subject === subject)!.due;
  const items = (query: string) => room.ask<QueueItems>(`/api/queues/items?${query}`);
  function placeOf(due: number | 'paused' | null, asOf: number): QueuePlace {
    if (due === null) return 'noDeadline';
    if (due === 'paused') return 'paused';
    if (due < asOf) return 'breached';
    const places: readonly [QueuePlace, number][] = [
      ['due15', 15],
      ['due60', 60],
      ['due240', 240],
    ];
    return places.find(([, minutes]) => due <= asOf + minutes * MINUTE)?.[0] ?? 'later';
  }
  function expected(asOf: number, chosen: typeof told) {
    const counts = Object.fromEntries(QUEUE_PLACES.map((place) => [place, 0])) as Record<QueuePlace, number>;
    for (const { due } of chosen) counts[placeOf(due, asOf)]++;
    return { open: chosen.length, ...counts };
  }

  test('each open clock is in one team and one person, and in one place; the parts are the whole', async () => {
    const { asOf, total, teams, people, partners, promises } = await room.ask<QueuesAnswer>('/api/queues');
    expect(total).toEqual(expected(asOf, told));
    for (const place of QUEUE_PLACES) expect(total[place], place).toBeGreaterThan(0);
    expect(teams.map(({ team }) => team).sort()).toEqual(['', 'Dispatch', 'L2', 'L3']);
    expect(teams[0]!.team).toBe('Dispatch');
    for (const { team, next: _, ...counts } of teams) {
      expect(counts, team).toEqual(
        expected(
          asOf,
          told.filter((one) => one.team === team),
        ),
      );
    }
    expect(people.map(({ person }) => person).sort()).toEqual(['', 'Größe, B.', 'Omar']);
    const omar = people.find(({ person }) => person === 'Omar')!;
    expect(omar).toMatchObject({ teams: ['L2', 'L3'], open: 2, next: dueOf('ticket/edit') });
    expect(partners).toEqual([
      { partner: 'beta', name: 'Beta' },
      { partner: 'noor', name: 'Noor Home' },
    ]);
    expect(promises.map(({ promise }) => promise)).toEqual(['shop/resolution', 'shop/ship']);
    const noor = await room.ask<QueuesAnswer>('/api/queues?partner=noor&promise=shop/ship');
    expect(noor.total).toEqual(
      expected(
        noor.asOf,
        told.filter(({ partner }) => partner === 'noor'),
      ),
    );
  });

  test('by time left, the longest broken first, pages without gap or repetition', async () => {
    const all: QueueItem[] = [];
    let after = '';
    for (let pages = 0; pages < 20; pages++) {
      const page = await items(`limit=7${after}`);
      expect(page.total).toBe(told.length);
      all.push(...page.items);
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(all.map(({ subject }) => subject).sort()).toEqual(told.map(({ subject }) => subject).sort());
    expect(all[0]!.subject).toBe('order/old');
    const left = all.map((item) => item.left).filter((each) => each !== null);
    expect(left).toEqual([...left].sort((a, b) => a - b));
    expect(all.slice(-2).map(({ subject, place, left: none }) => [subject, place, none])).toEqual([
      ['order/held', 'paused', null],
      ['ticket/idea', 'noDeadline', null],
    ]);
  });

  test('of a team, of a person, of nobody, of a place', async () => {
    const subjects = async (query: string) => (await items(query)).items.map(({ subject }) => subject);
    expect(await subjects('team=L3')).toEqual(['ticket/report']);
    expect(await subjects('team=')).toEqual(['ticket/report2', 'ticket/idea']);
    expect(await subjects('person=Omar')).toEqual(['ticket/edit', 'ticket/report']);
    expect(await subjects(`person=${encodeURIComponent('Größe, B.')}`)).toEqual(['ticket/report2']);
    expect(await subjects('person=&promise=shop/resolution')).toEqual(['ticket/idea']);
    expect(await subjects('place=breached')).toEqual(['order/old', 'order/new']);
    expect((await items('person=Omar')).items[0]).toMatchObject({
      ...{ kind: 'ticket', title: 'Warehouse edit', team: 'L2', person: 'Omar', partnerName: 'Beta', state: 'running' },
      due: dueOf('ticket/edit'),
    });
    const { total, next } = await items('team=nobody');
    expect([total, next]).toEqual([0, null]);
  });

  test('what cannot be asked is refused', async () => {
    for (const [query, refused] of [
      ['after=x', 'after'],
      [`after=${Buffer.from('[9,9]').toString('base64url')}`, 'after'],
      ['limit=0', 'limit'],
      ['place=soon', 'place'],
      ['teem=L2', 'teem'],
      ['partner=', 'partner'],
    ]) {
      const { status, body } = await room.get<Refused>(`/api/queues/items?${query}`);
      expect([status, body.refused], query).toEqual([400, refused]);
      expect(body.remedy).not.toBe('');
    }
  });
});
