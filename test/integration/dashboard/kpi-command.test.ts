import { createServer } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { kpiCommand } from '../../../cli/src/commands/kpi.ts';
import { headroomWords, type OrdersAnswer, type Standing } from '../../../dashboard/src/contract/index.ts';
import { createKpiRoutes } from '../../../dashboard/src/server/drilldown/kpi-routes.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { drillDirectory, drillHistory, storeHistory } from '../../support/drilldown-rows.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const NOW = Date.parse('2026-11-20T22:30:00Z');

describeReal('ClickHouse', clickhouse.missing)('belfry kpi', () => {
  let fresh: FreshDatabase;
  let url: string;
  let close: () => void;

  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
    let state = 1;
    const next = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      return (state >>> 0) / 4_294_967_296;
    };
    await storeHistory(fresh.sql, drillHistory(next, 300, NOW));
    const kpi = createKpiRoutes({
      store: { sql: fresh.sql, generation: 1 },
      directory: () => drillDirectory,
      now: () => NOW,
    });
    const app = new Hono().get('/livez', (c) => c.text('ok')).route('/', kpi);
    await new Promise<void>((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
        url = `http://127.0.0.1:${port}`;
        resolve();
      });
      close = () => server.close();
    });
  });
  afterAll(async () => {
    close?.();
    await fresh?.drop();
  });
  afterEach(() => vi.restoreAllMocks());

  /** What it prints, without its last line end. */
  async function belfry(...args: string[]): Promise<string> {
    let said = '';
    vi.spyOn(console, 'log').mockImplementation((line: string) => {
      said += `${line}\n`;
    });
    vi.spyOn(process.stdout, 'write').mockImplementation((bytes) => {
      said += typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString();
      return true;
    });
    const command = kpiCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    try {
      await command.parseAsync([...args, '--url', url], { from: 'user' });
    } finally {
      vi.restoreAllMocks();
    }
    return said.replace(/\n$/, '');
  }
  const json = async <Answer>(...args: string[]) => JSON.parse(await belfry(...args, '--json')) as Answer;

  test('all partners by all KPIs, the most urgent first', async () => {
    const lines = (await belfry()).split('\n');
    expect(lines[0]).toMatch(/^partner +name +tier +On time +Cancelled by the partner +projected month$/);
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(1)) expect(line).toMatch(/^(noor|beta|ghost) .* \d+\/\d+ [\d.]+ % (ok|warn|block) /);
  });

  test('a partner: a card for each KPI, with what it is short by', async () => {
    const text = await belfry('noor');
    expect(text).toMatch(/^Noor \(noor\), sa, gold, Asia\/Riyadh, review 2026-11-30, as of 2026-11-20T22:30:00.000Z\n/);
    const [week] = await json<Standing[]>('noor', '--kpi', 'on-time', '--window', '7d');
    const { num, den, headroom } = week!;
    const room = headroomWords(headroom!);
    expect(text).toContain(`last 7 days`);
    expect(text).toContain(`${num}/${den} at least 70 %: ${room}, provisional`);
    expect(text).toMatch(/\* +previous month/);
    expect(text).toContain('10 days ending yesterday');
    expect(text).toContain('at most 30 % or 5 orders');
  });

  test('one window, split', async () => {
    const text = await belfry('noor', '--kpi', 'on-time', '--window', '30d', '--by', 'carrier');
    expect(text.split('\n').map((line) => line.split(/ {2,}/)[1])).toEqual([
      'whose',
      'noor',
      'noor (none)',
      'noor aramex',
      'noor dhl',
    ]);
  });

  test('the orders: as many as the number says, on the screen and as CSV', async () => {
    const asked = ['noor', '--kpi', 'shop/on-time', '--window', '30d'];
    const [{ num, den }] = (await json<[Standing]>(...asked)) as [Standing];
    expect((await json<OrdersAnswer>(...asked, '--orders')).total).toBe(den);
    expect((await belfry(...asked, '--orders', 'failing')).split('\n').at(-1)).toMatch(`${den - num} orders`);
    const csv = await belfry(...asked, '--csv');
    expect(csv.split('\r\n').filter((line) => line !== '').length).toBe(den + 1);
    const failing = await belfry(...asked, '--orders', 'failing', '--csv');
    expect(failing.split('\r\n').filter((line) => line !== '').length).toBe(den - num + 1);
  });

  test('a rate of what goes wrong is rounded up, as on the pages', async () => {
    const asked = ['--kpi', 'cancelled', '--window', '30d'];
    for (const { num, den, rate } of await json<Standing[]>(...asked)) {
      if (rate === null) continue;
      const whole = Math.ceil((num * 10_000) / den);
      const written = whole % 10_000 === 0 ? String(whole / 100) : (whole / 100).toFixed(2);
      expect(await belfry(...asked)).toContain(` ${written} % `);
    }
  });

  test('history, causes and changes', async () => {
    const asked = ['noor', '--kpi', 'on-time'];
    expect((await belfry(...asked, '--history')).split('\n')).toHaveLength(31);
    const causes = await belfry(...asked, '--window', '30d', '--causes');
    expect(causes).toMatch(/^\d+ fail\n\nby the promise that broke first\n/);
    const lines = (await belfry(...asked, '--window', '7d', '--changes', '2026-11-10')).split('\n');
    const numbers = lines.slice(1).map((line) => /(\S+) +(\S+)$/.exec(line)!.slice(1).map(Number));
    const after = numbers.pop()!;
    expect([0, 1].map((of) => numbers.reduce((sum, row) => sum + row[of]!, 0))).toEqual(after);
  });

  test.each([
    [['--orders'], '--kpi on-time-delivery'],
    [['noor', '--kpi', 'on-time', '--orders', 'late'], 'write one of all, failing, kept'],
    [['noor', '--kpi', 'on-time', '--causes', '--history'], 'two questions'],
    [['noor', '--kpi', 'on-time', '--csv', '--json'], 'leave one of them out'],
    [['noor', '--by', 'colour'], 'write one of market, carrier, channel'],
    [['noor', '--kpi', 'on-tme'], 'Write one of: shop/on-time, shop/cancelled'],
    [['nobody'], 'Those of the policies: noor, beta'],
    [['--window', 'year'], 'Write 7d, month'],
    [['--as-of', 'yesterday'], 'Write asOf=2026-10-06'],
  ])('%j says what to write instead', async (args, remedy) => {
    await expect(belfry(...args)).rejects.toThrow(remedy);
  });

  test('nobody is there', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));
    const command = kpiCommand().exitOverride();
    const asked = command.parseAsync(['--url', `http://127.0.0.1:${port}`], { from: 'user' });
    await expect(asked).rejects.toThrow('no Belfry answers');
  });
});
