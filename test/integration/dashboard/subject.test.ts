import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FindAnswer, SubjectAnswer } from '../../../dashboard/src/contract/index.ts';
import { withoutNames } from '../../../dashboard/src/server/subject/subject-answer.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { PagesRoom } from '../../support/pages-room.ts';
import type { Refused } from '../../support/people-room.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Thursday, 12:00 in Riyadh: the office is open until 18:00, and then not before Sunday. */
const START = Date.UTC(2026, 10, 26, 9);

describeReal('ClickHouse', clickhouse.missing)('the page of one subject', () => {
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

  const subject = (path: string) => room.ask<SubjectAnswer>(`/api/subject/${path}`);

  test('nothing was ever told of it: 404 with what to do', async () => {
    const { status, body } = await room.get<Refused>('/api/subject/order/nobody');
    expect(status).toBe(404);
    expect(body).toMatchObject({ refused: 'subject', reason: 'Nothing was ever told of order/nobody.' });
    expect(body.remedy).toContain('order/<id>');
    expect((await room.get<Refused>('/api/subject/partner/noor')).body.refused).toBe('kind');
    expect((await room.get<Refused>('/api/subject/order/1?asof=1')).body.refused).toBe('asof');
    expect((await room.get<Refused>('/api/subject/order/1?asOf=yesterday')).body.refused).toBe('asOf');
    expect((await room.get<Refused>('/api/subject/order/1?evidence=0')).body.refused).toBe('evidence');
  });

  test('a breach: how long ago, who was told, the incident, what was said; then taken back, struck through with the reason', async () => {
    const opened = room.happened('order.opened', 'order/8812', { partner: 'noor', carrier: 'aramex' });
    const due = opened + HOUR;
    await room.room.settle();
    const running = await subject('order/8812');
    expect(running.clocks).toHaveLength(1);
    expect(running.clocks[0]).toMatchObject({
      promise: 'shop/ship',
      state: 'running',
      due,
      provenance: 'Contract, page 3',
      row: { sentence: 'Ship: ship in 1 h, round the clock, Dispatch', action: 'Hand it to the carrier.' },
      retraction: null,
    });
    expect(running.clocks[0]!.verdict).toEqual({ is: 'due-in', ms: due - running.asOf, at: due });
    expect(running).toMatchObject({ told: [], incidents: [], said: [], counts: [], people: true, evidenceTotal: 1 });

    await room.pass(65 * MINUTE);
    await room.say('signal.acknowledged', 'order/8812', { who: 'Lena', comment: 'on it' });
    await room.pass(MINUTE);
    const broken = await subject('order/8812');
    expect(broken.clocks[0]!.state).toBe('breached');
    expect(broken.clocks[0]!.verdict).toEqual({ is: 'breached-ago', ms: broken.asOf - due, at: due });
    expect(broken.incidents.map(({ state, acknowledged }) => [state, acknowledged?.who])).toEqual([
      ['acknowledged', 'Lena'],
    ]);
    expect(broken.said.map(({ type, who }) => [type, who])).toEqual([['signal.acknowledged', 'Lena']]);
    expect(broken.told.map(({ hook, action, outcome }) => [hook, action, outcome])).toEqual([
      ['ops', 'acknowledge', null],
      ['ops', 'trigger', null],
    ]);
    expect(broken.told[1]!.items).toEqual([{ key: 'order/8812|shop/ship|1', promise: 'shop/ship', state: 'breached' }]);
    expect(broken.counts).toEqual([
      {
        ...{ kpi: 'shop/shipped', title: 'Shipped in time', good: 'high', day: '2026-11-26' },
        ...{ num: 0, den: 1, excluded: null, quiet: false },
      },
    ]);

    room.happened('order.shipped', 'order/8812', {}, 30 * MINUTE);
    await room.pass(MINUTE);
    const kept = await subject('order/8812');
    const [clock] = kept.clocks;
    expect(clock).toMatchObject({ state: 'met', open: false, revision: 1 });
    expect(clock!.verdict).toMatchObject({ is: 'met', ms: due - clock!.stop!, at: clock!.stop });
    expect(clock!.retraction).toMatchObject({ due });
    expect(clock!.retraction!.takenBackAt).toBeGreaterThan(clock!.retraction!.saidAt);
    expect(clock!.retraction!.reason).not.toBe('');
    expect(kept.counts.map(({ num, den }) => [num, den])).toEqual([[1, 1]]);
    expect(kept.evidence.map(({ name }) => name)).toEqual(['order.opened', 'signal.acknowledged', 'order.shipped']);
    expect(kept.evidence[2]!.told - kept.evidence[2]!.happened!).toBe(30 * MINUTE);

    // What the page counts is what the tables count.
    const [sum] = await fresh.sql.query<{ num: number; den: number }>(
      "SELECT sum(num) AS num, sum(den) AS den FROM kpi_deltas WHERE generation = 1 AND subject = 'order/8812'",
    );
    expect(sum).toEqual({ num: 1, den: 1 });
    // What was believed before the evidence came.
    const past = await subject(`order/8812?asOf=${new Date(broken.asOf).toISOString()}`);
    expect(past).toMatchObject({ isPast: true, evidenceTotal: 2 });
    expect(past.clocks[0]!.verdict).toEqual({ is: 'breached-ago', ms: broken.asOf - due, at: due });
  });

  test('spans: counted, paused and off hours sum to the whole', async () => {
    const opened = room.happened('order.opened', 'order/held', { partner: 'noor' });
    await room.pass(10 * MINUTE);
    const held = room.happened('order.held', 'order/held');
    await room.pass(20 * MINUTE);
    const { asOf, clocks } = await subject('order/held');
    expect(clocks[0]!.verdict).toEqual({ is: 'paused', ms: HOUR - (held - opened), at: null });
    expect(clocks[0]!.ledger.map(({ from, to, kind, holder }) => [from, to, kind, holder])).toEqual([
      [opened, held, 'counted', 'Dispatch'],
      [held, asOf, 'paused', 'customer'],
    ]);
    const { whole, counted, paused, offHours, stopped } = clocks[0]!.sums;
    expect(counted + paused + offHours + stopped).toBe(whole);
    expect(whole).toBe(asOf - opened);
  });

  test('an order and its tickets find each other, merged ones too; and who has a ticket', async () => {
    room.happened('order.opened', 'order/A', { partner: 'beta' });
    const account = { partner: 'beta', category: 'account', subcategory: 'warehouse-edit', relates: ['order/A'] };
    room.happened('ticket.created', 'ticket/T-1', account);
    room.happened('ticket.assigned', 'ticket/T-1', { team: 'L2', assignee: 'Omar' });
    room.happened('ticket.created', 'ticket/T-2', { ...account, relates: [] });
    room.happened('ticket.merged', 'ticket/T-2', { into: 'T-1' });
    await room.room.settle();
    const order = await subject('order/A');
    expect(order.linked).toEqual([
      { subject: 'ticket/T-1', how: 'relates', open: 1, breached: 0, due: expect.any(Number) },
    ]);
    const ticket = await subject('ticket/T-1');
    expect(ticket.assignee).toBe('Omar');
    expect(ticket.linked.map(({ subject: other, how, open }) => [other, how, open])).toEqual([
      ['order/A', 'relates', 1],
      ['ticket/T-2', 'merged-from', 0],
    ]);
    expect((await subject('ticket/T-2')).linked.map(({ subject: other, how }) => [other, how])).toEqual([
      ['ticket/T-1', 'merged-into'],
    ]);
    // Whoever may not read names is told when and how, and nobody's words.
    const bare = JSON.stringify(withoutNames(ticket));
    expect(bare).not.toContain('Omar');
    expect(JSON.stringify(withoutNames(await subject('order/8812')))).not.toMatch(/Lena|on it|"ops"/);
  });

  test('an exclusion names who, and the page tells it', async () => {
    await room.say('kpi.excluded', 'order/8812', {
      who: 'Mona',
      reason: 'a strike',
      evidence: 'call 17',
      kpi: 'shop/shipped',
    });
    await room.pass(MINUTE);
    const { exclusions, counts } = await subject('order/8812');
    expect(exclusions).toEqual([
      {
        ...{ kpi: 'shop/shipped', withdrawn: false, who: 'Mona', reason: 'a strike', evidence: 'call 17' },
        at: expect.any(Number),
      },
    ]);
    expect(counts[0]).toMatchObject({ num: 0, den: 0, excluded: 'by a person' });
  });

  test.each(['A/1', 'A/1~p17', '100%', 'Größe 7/ü', 'x?y#z', '注文/1', 'a+b&c'])('the id %s', async (id) => {
    room.happened('order.opened', `order/${id}`, { partner: 'noor' });
    await room.room.settle();
    expect((await subject(`order/${encodeURIComponent(id)}`)).subject).toBe(`order/${id}`);
    const { found } = await room.ask<FindAnswer>(`/api/find?q=${encodeURIComponent(`order/${id}`)}`);
    expect(found.map((one) => one.subject)).toContain(`order/${id}`);
  });

  test('slashes may stand as they are', async () => {
    expect((await subject('order/A/1~p17')).subject).toBe('order/A/1~p17');
  });

  test('of thousands of events the newest are told, and how many there are', async () => {
    const many = 3_000;
    room.happened('order.opened', 'order/busy', { partner: 'noor' });
    for (let n = 1; n < many; n++) room.happened('shipment.in-transit', 'order/busy', { shipment: 'p', n });
    await room.room.settle();
    const answer = await subject('order/busy');
    expect(answer.evidenceTotal).toBe(many);
    expect(answer.evidence).toHaveLength(200);
    expect(answer.evidence.at(-1)!.data.n).toBe(many - 1);
    expect((await subject('order/busy?evidence=1000')).evidence).toHaveLength(1_000);
  });

  test('search: by beginning, both kinds, twenty at most and whether there are more', async () => {
    for (let n = 10; n < 40; n++) room.happened('order.opened', `order/f${n}`, { partner: 'noor' });
    room.happened('ticket.created', 'ticket/f1', {
      partner: 'beta',
      category: 'account',
      subcategory: 'warehouse-edit',
    });
    await room.room.settle();
    const all = await room.ask<FindAnswer>('/api/find?q=f');
    expect(all.more).toBe(true);
    expect(all.found.map((one) => one.subject)).toEqual(Array.from({ length: 20 }, (_, n) => `order/f${n + 10}`));
    const some = await room.ask<FindAnswer>('/api/find?q=ticket/f');
    expect(some).toEqual({
      found: [
        {
          ...{ subject: 'ticket/f1', kind: 'ticket', partner: 'beta', partnerName: 'Beta', state: 'running' },
          due: expect.any(Number),
        },
      ],
      more: false,
    });
    expect((await room.ask<FindAnswer>('/api/find?q=f3')).found).toHaveLength(10);
    expect(await room.ask<FindAnswer>('/api/find?q=F1')).toEqual({ found: [], more: false });
    expect((await room.get<Refused>('/api/find?q=%20')).body.refused).toBe('q');
    expect((await room.get<Refused>('/api/find')).body.refused).toBe('q');
    expect(room.room.reported.filter((line) => line.startsWith('fatal'))).toEqual([]);
  });
});
