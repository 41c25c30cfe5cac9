import { afterAll, beforeAll, expect, test } from 'vitest';
import { directoryOf } from '../../../dashboard/src/server/directory.ts';
import { createHistory, type History } from '../../../dashboard/src/server/history.ts';
import { type KpiQuestion, kpisAsOf } from '../../../dashboard/src/server/kpi-as-of.ts';
import { KpiBook } from '../../../dashboard/src/server/kpi-book.ts';
import { aKpi } from '../../support/a-kpi.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const MINUTE = 60_000;
const NOW = 1_790_000_000_000;

describeReal('ClickHouse', clickhouse.missing)('what the wall asks of the tables', () => {
  let fresh: FreshDatabase;
  let history: History;
  const insert = (table: string, columns: string, rows: string): Promise<void> =>
    fresh.sql.command(`INSERT INTO ${table} (generation, ${columns}) VALUES ${rows}`);
  const clock = (
    subject: string,
    offset: number,
    state: string,
    due: number | null,
    over: { open?: boolean; quiet?: boolean; generation?: number } = {},
  ) =>
    `(${over.generation ?? 1}, '${subject}', 'mall/ship', 0, 2, ${offset}, '${state}', ${over.open ?? true}, 'deadline', 0, ${due}, NULL, 0, ${over.quiet ?? false}, 'noor', '', '', '', 'L2', 0, 'pick', [])`;
  const CLOCK =
    'subject, promise, cycle, lane, offset, state, open, target, start, due, stop, revision, quiet, partner, market, carrier, channel, team, policy, row, ledger';

  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
    history = createHistory(fresh.sql, 1);
  });
  afterAll(() => fresh?.drop());

  const openBreaches = async () => {
    const found = [];
    for await (const slice of history.openBreaches()) found.push(...slice);
    return found;
  };

  const openEscalations = async () => {
    const found = [];
    for await (const slice of history.openEscalations()) found.push(...slice);
    return found;
  };

  test('who is silent as its newest row says, longest first, and who is heard of from nobody else', async () => {
    const rows = [
      `(1, 'shop', 3, 0, NULL, NULL, 600000, ['noor', 'lina'])`,
      `(1, 'shop', 9, 0, 2000, NULL, 600000, ['noor', 'lina'])`,
      `(1, 'carrier', 5, 0, NULL, NULL, 600000, ['lina'])`,
      `(1, 'desk', 6, 0, 1000, 60000, 600000, ['noor'])`,
      `(1, 'back', 4, 0, 500, NULL, 600000, ['omar'])`,
      `(1, 'back', 7, 0, NULL, NULL, 600000, ['omar'])`,
      `(2, 'other', 7, 0, 1, NULL, 600000, ['omar'])`,
    ];
    await fresh.sql.command(
      `INSERT INTO sources (generation, source, offset, heard, since, usual, threshold, partners) VALUES ${rows.join(', ')}`,
    );
    expect(await history.silentSources()).toEqual({
      sources: [
        { source: 'desk', since: 1000 },
        { source: 'shop', since: 2000 },
      ],
      partners: new Set(['noor']),
    });
    await fresh.sql.command('TRUNCATE TABLE sources');
  });

  test('nothing of an empty Belfry', async () => {
    expect(await history.positions()).toEqual([]);
    expect(await history.newestPolicy()).toBe(-1);
    expect(await history.lastBreach()).toBeNull();
    expect(await history.hasEvents()).toBe(false);
    expect(await history.hasClocks()).toBe(false);
    expect(await history.silentSources()).toEqual({ sources: [], partners: new Set() });
    expect(await openBreaches()).toEqual([]);
    expect(await openEscalations()).toEqual([]);
    expect(await history.running(NOW, 10, new Map())).toEqual({
      clocks: [],
      counts: { at: NOW, due15: 0, due60: 0, due240: 0, quarters: Array(16).fill(0) },
      breaches: [],
    });
  });

  test('open breaches: the last word on each clock, of this generation', async () => {
    await insert(
      'clocks',
      CLOCK,
      [
        clock('order/broken', 5, 'running', 1_000),
        clock('order/broken', 9, 'breached', 1_000),
        clock('order/late', 9, 'breached', 1_000),
        clock('order/late', 12, 'breached', 1_000, { open: false }),
        clock('order/old', 3, 'breached', 500, { quiet: true }),
        clock('order/other', 3, 'breached', 500, { generation: 2 }),
      ].join(),
    );
    expect(await history.hasClocks()).toBe(true);
    expect((await openBreaches()).sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      {
        id: 'order/broken|mall/ship|0',
        subject: 'order/broken',
        promise: 'mall/ship',
        title: '',
        row: 'pick',
        lane: 2,
        offset: 9,
        partner: 'noor',
        team: 'L2',
        due: 1_000,
        quiet: false,
      },
      {
        id: 'order/old|mall/ship|0',
        subject: 'order/old',
        promise: 'mall/ship',
        title: '',
        row: 'pick',
        lane: 2,
        offset: 3,
        partner: 'noor',
        team: 'L2',
        due: 500,
        quiet: true,
      },
    ]);
  });

  test('deadlines: running clocks only, soonest first, counted by distance', async () => {
    await insert(
      'clocks',
      CLOCK,
      [
        clock('order/soon', 20, 'running', NOW + 10 * MINUTE),
        clock('order/hour', 21, 'running', NOW + 50 * MINUTE),
        clock('order/today', 22, 'running', NOW + 200 * MINUTE),
        clock('order/far', 23, 'running', NOW + 5_000 * MINUTE),
        clock('order/paused', 24, 'paused', NOW + MINUTE),
        clock('order/timeless', 25, 'running', null),
        clock('order/met', 26, 'running', NOW + MINUTE),
        clock('order/met', 27, 'met', NOW + MINUTE, { open: false }),
      ].join(),
    );
    const { clocks, counts } = await history.running(NOW, 3, new Map());
    expect(clocks.map(({ subject }) => subject)).toEqual(['order/soon', 'order/hour', 'order/today']);
    expect(clocks[0]).toEqual({
      id: 'order/soon|mall/ship|0',
      subject: 'order/soon',
      promise: 'mall/ship',
      offset: 20,
      row: 'pick',
      partner: 'noor',
      team: 'L2',
      due: NOW + 10 * MINUTE,
    });
    expect(counts).toMatchObject({ at: NOW, due15: 1, due60: 2, due240: 3 });
    expect(counts.quarters.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(3);
  });

  test('open breaches of subjects that have changed since: a reopened clock is among them', async () => {
    const changed = async (since: [number, number][]) =>
      (await history.running(NOW, 3, new Map(since))).breaches.map(({ subject, offset }) => [subject, offset]);
    expect((await changed([])).sort()).toEqual([
      ['order/broken', 9],
      ['order/old', 3],
    ]);
    expect(await changed([[2, 4]])).toEqual([['order/broken', 9]]);
    expect(await changed([[2, 10]])).toEqual([]);
    await insert('clocks', CLOCK, clock('order/late', 31, 'breached', 1_000));
    expect(await changed([[2, 10]])).toEqual([['order/late', 31]]);
    await insert('clocks', CLOCK, clock('order/late', 32, 'breached', 1_000, { open: false }));
    expect(await changed([[2, 10]])).toEqual([]);
  });

  test('escalated clocks that are open, with the steps that stand, in the order in which they were told', async () => {
    const columns = 'log, lane, offset, subject, k, id, kind, promise, cycle, partner, at, horizon, quiet, body';
    const said = (subject: string, offset: number, kind: string, step: string, at: number, quiet = false, k = 0) => {
      const body = { title: 'Ship it', step, level: step, role: `the ${step}` };
      return `(1, 'events', 2, ${offset}, '${subject}', ${k}, 'e${offset}${k}${subject}', '${kind}', 'mall/ship', 0, 'noor', ${at}, ${at}, ${quiet}, '${JSON.stringify(body)}')`;
    };
    await insert(
      'signals',
      columns,
      [
        said('order/climbs', 41, 'escalated', 'manager', 24_000),
        said('order/climbs', 40, 'escalated', 'lead', 8_000),
        said('order/climbs', 39, 'escalated', 'developer', 10, true),
        said('order/done', 40, 'escalated', 'lead', 8_000),
        said('order/back', 40, 'escalated', 'lead', 8_000),
        said('order/back', 41, 'escalated', 'manager', 24_000),
        said('order/back', 44, 'retracted', 'retract:manager', 24_000),
        said('order/back', 44, 'retracted', 'retract', 1_000, false, 1),
        said('order/vain', 40, 'escalated', 'lead', 8_000),
        said('order/vain', 44, 'retracted', 'retract:lead', 8_000),
        said('order/history', 40, 'escalated', 'lead', 8_000, true),
      ].join(),
    );
    // Written again after a restart, as anything may be.
    await insert('signals', columns, said('order/climbs', 41, 'escalated', 'manager', 24_000));
    await insert(
      'clocks',
      CLOCK,
      [
        clock('order/climbs', 38, 'running', null),
        clock('order/climbs', 42, 'running', null),
        clock('order/done', 40, 'breached', 1_000),
        clock('order/done', 45, 'breached', 1_000, { open: false }),
        clock('order/back', 44, 'paused', null),
        clock('order/vain', 44, 'running', null),
        clock('order/history', 44, 'running', null),
      ].join(),
    );
    const found = await openEscalations();
    expect([...found].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      {
        id: 'order/back|mall/ship|0',
        subject: 'order/back',
        promise: 'mall/ship',
        title: 'Ship it',
        row: 'pick',
        lane: 2,
        offset: 44,
        partner: 'noor',
        team: 'L2',
        steps: [{ name: 'lead', level: 'lead', role: 'the lead', at: 8_000 }],
      },
      {
        id: 'order/climbs|mall/ship|0',
        subject: 'order/climbs',
        promise: 'mall/ship',
        title: 'Ship it',
        row: 'pick',
        lane: 2,
        offset: 42,
        partner: 'noor',
        team: 'L2',
        steps: [
          { name: 'lead', level: 'lead', role: 'the lead', at: 8_000 },
          { name: 'manager', level: 'manager', role: 'the manager', at: 24_000 },
        ],
      },
    ]);
  });

  test('the last breach that rang', async () => {
    const columns = 'log, lane, offset, subject, k, id, kind, promise, cycle, partner, at, horizon, quiet, body';
    const signal = (offset: number, kind: string, at: number, quiet: boolean) =>
      `(1, 'events', 0, ${offset}, 'order/${offset}', 0, 'id${offset}', '${kind}', 'mall/ship', 0, 'noor', ${at}, ${at}, ${quiet}, '{}')`;
    await insert(
      'signals',
      columns,
      [signal(1, 'breached', 700, false), signal(2, 'breached', 900, true), signal(3, 'met-late', 950, false)].join(),
    );
    expect(await history.lastBreach()).toBe(700);
  });

  test('KPIs as of a day: what fell later waits, and all partners add up', async () => {
    const columns = 'kpi, partner, market, carrier, channel, bucket, lane, offset, num, den';
    const total = (partner: string, bucket: number, offset: number, num: number, den: number, carrier = '') =>
      `(1, 'mall/on-time-delivery', '${partner}', 'br', '${carrier}', '', ${bucket}, 1, ${offset}, ${num}, ${den})`;
    // The 17,775th day is 1 September 2018.
    await insert(
      'kpi_totals',
      columns,
      [
        total('noor', 17_000, 4, 5, 5),
        total('noor', 17_770, 4, 8, 10),
        total('noor', 17_775, 4, 1, 1),
        total('noor', 17_775, 6, 2, 3), // a later word on the same cell
        total('noor', 17_775, 6, 1, 1, 'dhl'),
        total('noor', 17_776, 6, 100, 100),
        total('vltava', 17_774, 6, 0, 4),
      ].join(),
    );
    await insert(
      'positions',
      'log, lane, next_offset, highest_append, horizon, extent',
      `(1, 'kpi', 1, 7, 0, 0, '{}')`,
    );
    const strict = { rate: 0.9 };
    const kpi = aKpi({ id: 'mall/on-time-delivery', limits: [{ warn: strict, block: strict, recover: strict }] });
    const directory = directoryOf([{ number: 1, pack: 'mall', partners: [], promises: [], kpis: [kpi], zones: {} }]);
    const answer = kpisAsOf(
      fresh.sql,
      1,
      () => directory,
      new KpiBook(),
      () => NOW,
    );
    const ask = (over: Partial<KpiQuestion>) =>
      answer({ asOf: '2018-09-01', window: undefined, kpi: undefined, partner: undefined, ...over });
    const [all, noor, vltava] = await ask({ window: 'all' });
    const shared = {
      kpi: 'mall/on-time-delivery',
      to: '2018-09-01',
      asOf: '2018-09-01',
      zone: 'UTC',
      positions: { 1: 6 },
    };
    expect(all).toEqual({ ...shared, partner: null, num: 16, den: 23, from: '2016-07-18' });
    expect(noor).toMatchObject({ ...shared, partner: 'noor', num: 16, den: 19, from: '2016-07-18' });
    expect(vltava).toMatchObject({ ...shared, partner: 'vltava', num: 0, den: 4 });
    expect((await ask({}))[0]).toMatchObject({ num: 11, den: 18, from: '2018-08-26' });
    expect(await ask({ partner: 'vltava', window: '1d' })).toEqual([]);
    const live = [];
    for await (const slice of history.totals(17_775)) live.push(...slice);
    expect(live.map(([lane, { bucket, carrier, num, offset }]) => [lane, bucket, carrier, num, offset]).sort()).toEqual(
      [
        [1, 17_775, '', 2, 6],
        [1, 17_775, 'dhl', 1, 6],
        [1, 17_776, '', 100, 6],
      ],
    );
  });
});
