import { createAccess, type Scope } from '@belfry/access';
import { createKpiClient } from '@belfry/dashboard/client';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  CallAnswer,
  CallReason,
  CausesAnswer,
  ChangesAnswer,
  DayAnswer,
  ExclusionsAnswer,
  OrderRow,
  OrdersAnswer,
  PartnerAnswer,
  Standing,
  TimingAnswer,
} from '../../../dashboard/src/contract/index.ts';
import { createKpiRoutes } from '../../../dashboard/src/server/drilldown/kpi-routes.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import {
  CANCELLED,
  DAY,
  drillDirectory,
  drillHistory,
  HOUR,
  ON_TIME,
  PARTNERS,
  type RawHistory,
  storeHistory,
} from '../../support/drilldown-rows.ts';
import { createFakeWallClock } from '../../support/fake-wall-clock.ts';
import { memoryTokenTable } from '../../support/memory-token-table.ts';
import {
  type Asked,
  counted,
  dayBegins,
  daysOf,
  firstBroken,
  fits,
  iso,
  localDay,
  longestStage,
  sum,
  tally,
} from '../../support/oracles/drilldown-oracle.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
/** Late in the evening: it is the 21st in Riyadh and the 20th in Prague and in UTC. */
const NOW = Date.parse('2026-11-20T22:30:00Z');

/** Mulberry32: the same rows each time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describeReal('ClickHouse', clickhouse.missing)('drilling down into a KPI', () => {
  let fresh: FreshDatabase;
  let app: ReturnType<typeof createKpiRoutes>;
  let history: RawHistory;

  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
    history = drillHistory(randomFrom(7), 700, NOW);
    await storeHistory(fresh.sql, history);
    const store = { sql: fresh.sql, generation: 1 };
    app = createKpiRoutes({ store, directory: () => drillDirectory, now: () => NOW });
  });
  afterAll(() => fresh?.drop());

  async function ask<Answer>(path: string, query: Record<string, string | number | undefined> = {}): Promise<Answer> {
    const answer = await app.request(`/api/kpi/${path}?${search(query)}`);
    const body = await answer.text();
    expect(answer.status, body).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    return JSON.parse(body) as Answer;
  }
  const search = (query: Record<string, string | number | undefined>): URLSearchParams =>
    new URLSearchParams(
      Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    );

  /** Every question that the tests ask of the oracle: a cut of one KPI in one window. */
  const QUESTIONS: { asked: Asked; window: string }[] = [];
  for (const { id, windows } of [ON_TIME, CANCELLED]) {
    for (const { name } of [...windows, { name: '30d' }, { name: '1d' }]) {
      for (const partner of [undefined, ...PARTNERS]) {
        for (const cut of [{}, { carrier: 'aramex' }, { market: 'cz', channel: 'web' }]) {
          QUESTIONS.push({ asked: { kpi: id, ...(partner && { partner }), ...cut }, window: name });
        }
      }
    }
  }
  /** In each partner's own days. */
  const within = (window: string, asOf = NOW) => {
    return ({ partner, bucket }: { partner: string; bucket: number }): boolean => {
      const [from, to] = daysOf(window, localDay(partner, asOf));
      return bucket >= from && bucket <= to;
    };
  };

  test('standings: every window of every cut is the sum of its deltas', async () => {
    for (const { asked, window } of QUESTIONS) {
      const [whole] = await ask<Standing[]>('standings', { ...asked, window });
      const inWindow = within(window);
      const expected = sum(history.deltas, (delta) => fits(delta, asked) && inWindow(delta));
      expect(whole, JSON.stringify([asked, window])).toMatchObject(expected);
      expect(whole!.rate).toBe(expected.den < 3 ? null : expected.num / expected.den);
      expect(whole!.positions).toEqual({ 0: 9 });
    }
  });

  test('standings: the slices and the partners add up to the whole', async () => {
    for (const by of ['partner', 'market', 'carrier', 'channel'] as const) {
      for (const partner of by === 'partner' ? [undefined] : [undefined, 'noor']) {
        const [whole, ...slices] = await ask<Standing[]>('standings', { kpi: ON_TIME.id, window: '30d', by, partner });
        const add = (of: 'num' | 'den') => slices.reduce((all, slice) => all + slice[of], 0);
        expect([add('num'), add('den')], by).toEqual([whole!.num, whole!.den]);
        expect(slices.length).toBeGreaterThan(1);
      }
    }
    const byMarket = await ask<Standing[]>('standings', { kpi: ON_TIME.id, window: '30d', by: 'market' });
    expect(byMarket.map(({ group, block }) => [group, block?.words])).toEqual([
      [null, 'at least 70 %'],
      ['cz', 'at least 50 %'],
      ['sa', 'at least 70 %'],
    ]);
  });

  test('a final window shows what it was when it became final, if it has changed since', async () => {
    let changed = 0;
    for (const partner of PARTNERS) {
      for (const [kpi, window, settles] of [
        [ON_TIME.id, 'previous-month', 2],
        [CANCELLED.id, '10d-1', 0],
      ] as const) {
        const asOfDay = localDay(partner, NOW);
        const [from, to] = daysOf(window, asOfDay);
        const at = dayBegins(partner, to + settles + 1);
        const mine = (d: (typeof history.deltas)[number]) =>
          d.kpi === kpi && d.partner === partner && d.bucket >= from && d.bucket <= to;
        const now = sum(history.deltas, mine);
        const then = sum(history.deltas, (delta) => mine(delta) && (delta.at < at || delta.cause === 'history'));
        const same = now.num === then.num && now.den === then.den;
        const rate = then.den < 3 ? null : then.num / then.den;
        const [standing] = await ask<Standing[]>('standings', { kpi, window, partner });
        expect(standing!.settled).toBe('final');
        expect(standing!.revised).toEqual(same ? null : { ...then, rate, at });
        if (!same) changed += 1;
      }
      const [running] = await ask<Standing[]>('standings', { kpi: ON_TIME.id, window: '7d', partner });
      expect(running).toMatchObject({ settled: 'provisional', revised: null });
    }
    expect(changed).toBeGreaterThan(2);
  });

  test('what was known at an instant: deltas told later are not there', async () => {
    const known = NOW - 12 * DAY;
    const asOf = new Date(known).toISOString();
    for (const partner of [undefined, 'beta']) {
      const query = { kpi: ON_TIME.id, window: '30d', partner, asOf, known: asOf };
      const [whole] = await ask<Standing[]>('standings', query);
      const inWindow = within('30d', known);
      const mine = (delta: (typeof history.deltas)[number]) =>
        fits(delta, { kpi: ON_TIME.id, ...(partner && { partner }) }) && inWindow(delta) && delta.at <= known;
      expect(whole).toMatchObject(sum(history.deltas, mine));
      const { total, rows } = await ask<OrdersAnswer>('orders', { ...query, limit: 500 });
      expect(total).toBe(whole!.den);
      expect(rows.map(({ subject }) => subject)).toEqual(counted(history.deltas, mine).map(({ subject }) => subject));
    }
  });

  test('orders: rows = number = lines of the CSV, and the pages joined are the whole', async () => {
    // Three sets of each, page by page and as a file: a quarter of the questions is enough to wait for.
    for (const { asked, window } of QUESTIONS.filter((_, n) => n % 4 === 1)) {
      const good = asked.kpi === ON_TIME.id ? 1 : 0;
      const inWindow = within(window);
      const all = counted(history.deltas, (delta) => fits(delta, asked) && inWindow(delta));
      for (const [set, num] of [
        ['all', null],
        ['failing', 1 - good],
        ['kept', good],
      ] as const) {
        const expected = all.filter((row) => num === null || row.num === num);
        const rows: OrderRow[] = [];
        let after: string | null | undefined;
        while (after !== null) {
          const limit = after === undefined ? 7 : 50;
          const page = await ask<OrdersAnswer>('orders', { ...asked, window, set, after, limit });
          expect(page.total).toBe(expected.length);
          rows.push(...page.rows);
          after = page.next;
        }
        const told = rows.map(({ subject, day, num: n, carrier }) => ({ subject, day, num: n, carrier }));
        expect(told, JSON.stringify([asked, window, set])).toEqual(
          expected.map(({ subject, bucket, num: n, carrier }) => ({ subject, day: iso(bucket), num: n, carrier })),
        );
        const csv = await app.request(`/api/kpi/orders.csv?${search({ ...asked, window, set })}`);
        expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
        expect(csv.headers.get('belfry-total')).toBe(String(expected.length));
        const lines = readCsv(await csv.text());
        expect(lines[0]!.slice(0, 4)).toEqual(['subject', 'partner', 'day', 'counted']);
        expect(lines.slice(1).map(([subject, , day, n]) => [subject, day, n])).toEqual(
          rows.map(({ subject, day, num: n }) => [subject, day, String(n)]),
        );
      }
    }
  });

  test('orders: each row says its deadline, its end, and what is broken on it', async () => {
    const { rows } = await ask<OrdersAnswer>('orders', { kpi: ON_TIME.id, partner: 'noor', window: '30d', limit: 500 });
    expect(rows.length).toBeGreaterThan(20);
    for (const { subject, due, stop, broken, at } of rows) {
      const mine = history.clocks.filter((clock) => clock.subject === subject);
      const last = mine.filter(({ promise }) => promise === 'shop/deliver').sort((a, b) => b.cycle - a.cycle)[0]!;
      expect([due, stop]).toEqual([last.due, last.stop]);
      const broke = mine.filter(({ state }) => state === 'breached').map(({ promise }) => promise);
      expect(broken).toEqual([...new Set(broke)].sort());
      expect(at).toBeLessThanOrEqual(NOW);
    }
    const other = await ask<OrdersAnswer>('orders', { kpi: CANCELLED.id, partner: 'noor', num: 1 });
    for (const row of other.rows) expect(row).toMatchObject({ due: null, stop: null, num: 1 });
  });

  test('causes: each list sums to those that fail', async () => {
    for (const { asked, window } of QUESTIONS) {
      const inWindow = within(window);
      const fails = asked.kpi === ON_TIME.id ? 0 : 1;
      const failing = counted(history.deltas, (delta) => fits(delta, asked) && inWindow(delta)).filter(
        ({ num }) => num === fails,
      );
      const broken = failing.map(({ subject }) => firstBroken(history.clocks, subject));
      const own = failing.map(({ subject }, n) => {
        const last = history.clocks
          .filter(
            (clock) => clock.subject === subject && clock.promise === 'shop/deliver' && clock.state === 'breached',
          )
          .sort((a, b) => b.cycle - a.cycle)[0];
        return asked.kpi === ON_TIME.id ? (last ?? broken[n]) : broken[n];
      });
      expect(await ask<CausesAnswer>('causes', { ...asked, window }), JSON.stringify([asked, window])).toEqual({
        failing: failing.length,
        promises: tally(broken.map((clock) => clock?.promise ?? '')),
        stages: tally(own.map(longestStage)),
        carriers: tally(failing.map(({ carrier }) => carrier)),
      });
    }
  });

  test('changes: before plus the parts is after, and each part is its deltas', async () => {
    for (const { asked, window } of QUESTIONS) {
      const since = NOW - 9 * DAY - 5 * HOUR;
      const { deltas } = history;
      const [inNew, inOld] = [within(window), within(window, since)];
      const answer = await ask<ChangesAnswer>('changes', { ...asked, window, since: new Date(since).toISOString() });
      const known = deltas.filter((delta) => fits(delta, asked) && delta.at <= since);
      const later = deltas.filter((delta) => fits(delta, asked) && delta.at > since && inNew(delta));
      expect(answer.before).toMatchObject(sum(known, inOld));
      expect(answer.after).toMatchObject(sum(deltas, (delta) => fits(delta, asked) && inNew(delta)));
      const left = sum(known, (delta) => inOld(delta) && !inNew(delta));
      const expected = new Map<string, { num: number; den: number }>([
        ['left', { num: 0 - left.num, den: 0 - left.den }],
        ['entered', sum(known, (delta) => inNew(delta) && !inOld(delta))],
      ]);
      for (const cause of new Set(later.map((delta) => delta.cause))) {
        expected.set(
          cause,
          sum(later, (delta) => delta.cause === cause),
        );
      }
      const told = new Map(answer.parts.map(({ cause, num, den }) => [cause, { num, den }]));
      for (const [cause, counts] of expected) {
        expect(told.get(cause) ?? { num: 0, den: 0 }, JSON.stringify([asked, window, cause])).toEqual(counts);
      }
      expect([...told.keys()].filter((cause) => !expected.has(cause))).toEqual([]);
    }
    const [after] = await ask<Standing[]>('standings', { kpi: ON_TIME.id, window: '7d', partner: 'noor' });
    const day = await ask<ChangesAnswer>('changes', {
      kpi: ON_TIME.id,
      partner: 'noor',
      window: '7d',
      since: '2026-11-18',
    });
    expect(day.since).toBe(Date.parse('2026-11-18T00:00:00+03:00'));
    expect(day.before.to).toBe('2026-11-18');
    expect(day.after).toMatchObject({ num: after!.num, den: after!.den, from: after!.from, to: after!.to });
  });

  test('history: each cohort day, and the first window as of its end', async () => {
    for (const partner of [undefined, ...PARTNERS]) {
      const days = await ask<DayAnswer[]>('history', { kpi: ON_TIME.id, partner });
      expect(days).toHaveLength(30);
      for (const { day, num, den, rate } of days) {
        const bucket = Date.parse(day) / DAY;
        const mine = (delta: (typeof history.deltas)[number]) =>
          fits(delta, { kpi: ON_TIME.id, ...(partner && { partner }) });
        expect({ num, den }).toEqual(sum(history.deltas, (delta) => mine(delta) && delta.bucket === bucket));
        const week = sum(history.deltas, (delta) => mine(delta) && delta.bucket > bucket - 7 && delta.bucket <= bucket);
        expect(rate).toBe(week.den < 3 ? null : week.num / week.den);
      }
    }
  });

  test("a partner's page: the cards are the standings, and the burn is what was newly told", async () => {
    for (const partner of PARTNERS) {
      const page = await ask<PartnerAnswer>(`partners/${partner}`);
      expect(page.kpis.map(({ kpi }) => kpi)).toEqual([ON_TIME.id, CANCELLED.id]);
      for (const { kpi, windows, trend, burn } of page.kpis) {
        for (const card of windows) {
          const [standing] = await ask<Standing[]>('standings', { kpi, window: card.window, partner });
          expect(card).toEqual(standing);
        }
        expect(trend).toHaveLength(30);
        expect(trend.at(-1)).toBe(windows[0]!.rate);
        const since = Math.floor(NOW / HOUR) * HOUR - 71 * HOUR;
        const fresh = sum(
          history.deltas,
          (d) =>
            d.kpi === kpi && d.partner === partner && d.at >= since && d.at <= NOW && !d.quiet && d.cause !== 'policy',
        );
        // `beta` is of a market with a limit of its own.
        const allowed = kpi === CANCELLED.id ? 0.3 : partner === 'beta' ? 0.5 : 0.3;
        const fails = kpi === ON_TIME.id ? fresh.den - fresh.num : fresh.num;
        if (fresh.den <= 0) expect(burn['3d']).toBeNull();
        else expect(burn['3d']).toBeCloseTo(fails / fresh.den / allowed, 9);
      }
    }
    expect(await ask<PartnerAnswer>('partners/noor')).toMatchObject({
      review: '2026-11-30',
      tier: 'gold',
      zone: 'Asia/Riyadh',
    });
    expect(await ask<PartnerAnswer>('partners/ghost')).toMatchObject({ review: null, tier: null, zone: 'UTC' });
  });

  test('the call list: least left of a budget first', async () => {
    const list = await ask<CallAnswer[]>('partners');
    expect(list.map(({ partner }) => partner).sort()).toEqual([...PARTNERS].sort());
    const left = ({ month, projection: { num, den, headroom } }: CallReason): number => {
      const failing = month.good === 'low' ? num : den - num;
      return failing === 0 ? 1 : headroom! / Math.max(1, headroom! + failing);
    };
    const rooms = list.map(({ worst }) => left(worst!));
    expect(rooms).toEqual([...rooms].sort((a, b) => a - b));
    for (const { partner, worst, kpis } of list) {
      const { kpis: cards } = await ask<PartnerAnswer>(`partners/${partner}`);
      for (const { kpi, projection, shown, month } of kpis) {
        const card = cards.find((one) => one.kpi === kpi)!;
        expect(projection).toEqual(card.projection);
        expect(shown).toEqual({ ...card.windows[0], revised: null });
        const running = card.windows.find(({ window }) => window === 'month');
        if (running !== undefined) expect(month).toEqual({ ...running, revised: null });
        if (projection.headroom === null) continue;
        expect(left({ kpi, title: '', shown, month, projection })).toBeGreaterThanOrEqual(left(worst!));
      }
    }
  });

  test('exclusions: whoever left for a reason and came back nowhere, with the words that were said', async () => {
    const last = new Map<string, (typeof history.deltas)[number]>();
    const standing = new Map<string, number>();
    for (const delta of history.deltas.filter(({ kpi, partner }) => kpi === ON_TIME.id && partner === 'noor')) {
      last.set(delta.subject, delta);
      standing.set(delta.subject, (standing.get(delta.subject) ?? 0) + delta.den);
    }
    const [from, to] = daysOf('30d', localDay('noor', NOW));
    const gone = [...last.values()].filter(
      ({ subject, cause, bucket }) =>
        standing.get(subject) === 0 && cause.startsWith('excluded/') && bucket >= from && bucket <= to,
    );
    const agreed = gone.find(({ cause }) => cause === 'excluded/agreed')!;
    const value = {
      type: 'kpi.excluded',
      time: '2026-11-19T08:00:00Z',
      data: { who: 'Lena', reason: 'agreed by phone', evidence: 'call 17', kpi: ON_TIME.id },
    };
    const other = { ...value, time: '2026-11-19T09:00:00Z', data: { ...value.data, who: 'Omar', kpi: CANCELLED.id } };
    for (const [n, said] of [value, other].entries()) {
      await fresh.sql.command(
        'INSERT INTO events (generation, lane, subject, offset, append_time, horizon, value) SELECT 1, {lane:UInt16}, {subject:String}, {offset:Int64}, 0, 0, {value:String}',
        { lane: agreed.lane, subject: agreed.subject, offset: 1_000_000 + n, value: JSON.stringify(said) },
      );
    }
    const { rows, total } = await ask<ExclusionsAnswer>('exclusions', {
      kpi: ON_TIME.id,
      partner: 'noor',
      window: '30d',
    });
    expect(rows.map(({ subject }) => subject).sort()).toEqual(gone.map(({ subject }) => subject).sort());
    expect(total).toBe(gone.length);
    expect(rows.find(({ subject }) => subject === agreed.subject)).toMatchObject({
      by: 'person',
      who: 'Lena',
      words: 'agreed by phone',
      evidence: 'call 17',
      at: Date.parse(value.time),
    });
    const strike = rows.find(({ reason }) => reason === 'strike')!;
    expect(strike).toMatchObject({ by: 'policy', who: null, words: null });

    const asPartner = await gated({ scope: 'partner', partner: 'noor' });
    const shown = (await (
      await asPartner(`/api/kpi/exclusions?${search({ kpi: ON_TIME.id, partner: 'noor', window: '30d' })}`)
    ).json()) as ExclusionsAnswer;
    expect(shown.rows).toEqual(rows.map((row) => ({ ...row, who: null, words: null, evidence: null })));
  });

  test('a partner sees its own numbers, and of the others nothing', async () => {
    const ask = await gated({ scope: 'partner', partner: 'noor' });
    expect((await ask('/api/kpi/partners/noor')).status).toBe(200);
    const mine = (await (await ask('/api/kpi/standings?partner=noor')).json()) as Standing[];
    expect(new Set(mine.map(({ partner }) => partner))).toEqual(new Set(['noor']));
    for (const path of ['partners', 'partners/zlin', 'standings', 'standings?by=partner', 'standings?partner=zlin']) {
      expect((await ask(`/api/kpi/${path}`)).status, path).toBe(403);
    }
  });

  /** Asks through the gate, with a new token. */
  async function gated(over: { readonly scope: Scope; readonly partner: string | null }) {
    const access = createAccess({
      sql: null,
      table: memoryTokenTable(),
      wallClock: createFakeWallClock(NOW),
      host: '0.0.0.0',
      report: () => {},
    });
    const { text } = await access.tokens.make({ name: 'x', source: null, expires: NOW + 1_000, ...over }, 'a test');
    const whole = new Hono().use(access.gate).route('/', app);
    return async (path: string) => whole.request(path, { headers: { authorization: `Bearer ${text}` } });
  }

  test('timing: how late those are that failed, how soon an order was cancelled', async () => {
    const [from, to] = daysOf('30d', localDay('noor', NOW));
    const mine = (kpi: string) =>
      counted(history.deltas, (d) => d.kpi === kpi && d.partner === 'noor' && d.bucket >= from && d.bucket <= to);
    const failing = mine(ON_TIME.id).filter(({ num }) => num === 0);
    const lates = failing
      .map(({ subject }) => {
        const clock = history.clocks
          .filter((one) => one.subject === subject && one.promise === 'shop/deliver' && one.state === 'breached')
          .sort((a, b) => b.cycle - a.cycle)[0];
        return clock?.stop == null ? null : clock.stop - clock.due;
      })
      .filter((late) => late !== null)
      .sort((a, b) => a - b);
    const ask30 = (kpi: string) => ask<TimingAnswer>('timing', { kpi, partner: 'noor', window: '30d' });
    expect(await ask30(ON_TIME.id)).toEqual({
      measure: 'lateness',
      of: failing.length,
      timed: lates.length,
      cap: null,
      median: lates[Math.ceil(lates.length / 2) - 1],
      p90: lates[Math.ceil(lates.length * 0.9) - 1],
    });
    const cancelled = mine(CANCELLED.id).filter(({ num }) => num === 1);
    for (const [n, { subject }] of cancelled.slice(0, 9).entries()) {
      const lane = history.deltas.find((delta) => delta.subject === subject)!.lane;
      for (const [type, at] of [
        ['order.opened', 0],
        ['order.cancelled', (n + 1) * HOUR],
        ['order.cancelled', 99 * HOUR],
      ] as const) {
        const value = JSON.stringify({ type, time: new Date(NOW - 5 * DAY + at).toISOString(), data: {} });
        await fresh.sql.command(
          'INSERT INTO events (generation, lane, subject, offset, append_time, horizon, value) SELECT 1, {lane:UInt16}, {subject:String}, {offset:Int64}, 0, 0, {value:String}',
          { lane, subject, offset: 2_000_000 + at, value },
        );
      }
    }
    expect(await ask30(CANCELLED.id)).toEqual({
      measure: 'until',
      of: cancelled.length,
      timed: 9,
      cap: null,
      median: 5 * HOUR,
      p90: 9 * HOUR,
    });
  });

  test('the typed client asks and answers', async () => {
    const client = createKpiClient('http://belfry.test', (input, init) =>
      Promise.resolve(app.request(new Request(input, init))),
    );
    const response = await client.api.kpi.standings.$get({ query: { kpi: 'on-time', window: '7d', by: 'carrier' } });
    if (!response.ok) throw new Error('refused');
    const [whole] = await response.json();
    const typed: Standing = whole!;
    expect(typed.kpi).toBe(ON_TIME.id);
    const page = await client.api.kpi.partners[':partner'].$get({ param: { partner: 'noor' }, query: {} });
    if (!page.ok) throw new Error('refused');
    const { name }: PartnerAnswer = await page.json();
    expect(name).toBe('Noor');
  });

  test.each([
    ['standings?kpi=nothing', 404, 'kpi'],
    ['standings?partner=nobody', 404, 'partner'],
    ['partners/nobody', 404, 'partner'],
    ['standings?window=week', 400, 'window'],
    ['standings?asOf=2026-02-31', 400, 'asOf'],
    ['standings?known=2026-11-20', 400, 'known'],
    ['standings?from=2026-11-01', 400, 'to'],
    ['standings?from=2026-11-05&to=2026-11-01', 400, 'from'],
    ['standings?from=2026-11-01&to=2026-11-05&window=7d', 400, 'window'],
    ['standings?by=colour', 400, 'by'],
    ['standings?partnr=noor', 400, 'partnr'],
    ['standings?kpi=on-time&kpi=cancelled', 400, 'kpi'],
    ['orders', 400, 'kpi'],
    ['orders?kpi=on-time&limit=501', 400, 'limit'],
    ['orders?kpi=on-time&after=somewhere', 400, 'after'],
    ['orders?kpi=on-time&set=failing&num=1', 400, 'num'],
    ['changes?kpi=on-time', 400, 'since'],
    ['changes?kpi=on-time&since=yesterday', 400, 'since'],
    ['changes?kpi=on-time&since=2027-01-01', 400, 'since'],
    ['history?kpi=on-time&window=7d', 400, 'window'],
  ])('%s is refused with %i, and says what to write', async (path, status, refused) => {
    const answer = await app.request(`/api/kpi/${path}`);
    const body = (await answer.json()) as { refused: string; reason: string; remedy: string };
    expect([answer.status, body.refused], JSON.stringify(body)).toEqual([status, refused]);
    expect(body.reason.length).toBeGreaterThan(5);
    expect(body.remedy.length).toBeGreaterThan(5);
  });

  test('an empty window is n/a, never 0 %', async () => {
    const [empty] = await ask<Standing[]>('standings', {
      kpi: 'on-time',
      partner: 'noor',
      from: '2020-01-01',
      to: '2020-01-31',
    });
    expect(empty).toMatchObject({ num: 0, den: 0, rate: null, verdict: 'n/a', headroom: null, budget: null });
    const page = await ask<OrdersAnswer>('orders', {
      kpi: 'on-time',
      partner: 'noor',
      from: '2020-01-01',
      to: '2020-01-31',
    });
    expect(page).toEqual({ rows: [], next: null, total: 0 });
  });

  test('every answer is described', async () => {
    const answer = await app.request('/docs/kpi.json');
    const { paths } = (await answer.json()) as { paths: Record<string, unknown> };
    expect(Object.keys(paths).sort()).toEqual(
      [
        'causes',
        'changes',
        'exclusions',
        'history',
        'orders',
        'orders.csv',
        'partners',
        'partners/{partner}',
        'standings',
        'timing',
      ]
        .map((path) => `/api/kpi/${path}`)
        .sort(),
    );
  });

  test('ClickHouse is away', async () => {
    const { createSql } = await import('@belfry/sql');
    const sql = createSql({ url: 'http://127.0.0.1:9' });
    const away = createKpiRoutes({ store: { sql, generation: 1 }, directory: () => drillDirectory, now: () => NOW });
    for (const path of ['partners', 'orders.csv?kpi=on-time']) {
      const answer = await away.request(`/api/kpi/${path}`);
      expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ refused: 'history' })]);
    }
    await sql.close();
  });
});

/** RFC 4180, with the apostrophe taken off that keeps a spreadsheet from running a name. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quoted && char === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (char === '"') quoted = !quoted;
    else if (!quoted && char === ',') {
      rows.at(-1)!.push(cell);
      cell = '';
    } else if (!quoted && char === '\r') {
      expect(text[at + 1]).toBe('\n');
      at += 1;
      rows.at(-1)!.push(cell);
      cell = '';
      rows.push([]);
    } else cell += char;
  }
  expect(rows.pop()).toEqual([]);
  return rows.map((row) => row.map((value) => (/^'[=+\-@]/.test(value) ? value.slice(1) : value)));
}
