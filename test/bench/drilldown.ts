import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSql, migrate, startEmbeddedClickHouse } from '@belfry/sql';
import { createKpiRoutes } from '../../dashboard/src/server/drilldown/kpi-routes.ts';
import { isoOfDay } from '../../processor/src/contract/window.ts';
import { benchDirectory, DAYS, fillMonth, KPIS, NOW, PARTNERS } from './drilldown-orders.ts';

const ORDERS = 10_000_000;
const TIMES = 200;
const WINDOWS = ['7d', '30d', 'previous-month'];
const DAY_MS = 86_400_000;

/**
 * How long a partner's page waits: each of its questions for random partners, KPIs and windows through the routes, the
 * answer read as JSON, one at a time. The largest partner is told by itself as well.
 * `npm run bench -- drilldown [orders] [directory] [times]`: a directory that was filled before is asked again, and kept.
 */
export async function drilldown(args: readonly string[]): Promise<void> {
  const orders = Number(args[0] ?? ORDERS);
  const kept = args[1];
  const times = Number(args[2] ?? TIMES);
  const directory = kept ?? (await mkdtemp(join(tmpdir(), 'belfry-bench-')));
  await mkdir(directory, { recursive: true });
  const clickhouse = await startEmbeddedClickHouse({ directory });
  const sql = createSql({ url: clickhouse.url });
  try {
    await sql.ready(30_000);
    await migrate(sql);
    const begun = Date.now();
    const [stored] = await sql.query<{ n: number }>('SELECT count() AS n FROM kpi_totals');
    if (stored?.n === 0) await fillMonth(sql, orders, console.log);
    console.log(`${orders} orders stored after ${Math.round((Date.now() - begun) / 1000)} s`);
    const parts = await sql.query(
      `SELECT table, count() AS parts, sum(rows) AS rows, formatReadableSize(sum(bytes_on_disk)) AS size FROM system.parts
       WHERE active AND database = currentDatabase() GROUP BY table ORDER BY table SETTINGS final = 0`,
    );
    console.table(parts);
    const store = { sql, generation: 1 };
    const app = createKpiRoutes({ store, directory: () => benchDirectory, now: () => NOW });
    const ask = async (path: string): Promise<number> => {
      const since = performance.now();
      const answer = await app.request(`/api/kpi/${path}`);
      const body = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${body}`);
      JSON.parse(body);
      return performance.now() - since;
    };
    const next = random(1);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!;
    const measure = async (times: number, partnerOf: () => string) => {
      const figures: Record<string, number[]> = {};
      for (let n = 0; n < times; n++) {
        for (const [name, path] of Object.entries(questions(partnerOf(), pick))) {
          const took = await ask(path);
          // The first of each compiles and fills caches, as after any start.
          if (n > 0) figures[name] = [...(figures[name] ?? []), took];
        }
      }
      return figures;
    };
    const figures = await measure(times, () => pick(PARTNERS));
    const all = Object.values(figures).flat();
    console.table({
      ...Object.fromEntries(Object.entries(figures).map(([name, ms]) => [name, row(ms)])),
      all: row(all),
    });
    const largest = await measure(Math.ceil(times / 10), () => PARTNERS[0]!);
    console.log('the largest partner, with a tenth of all orders:');
    console.table(Object.fromEntries(Object.entries(largest).map(([name, ms]) => [name, row(ms)])));
    const p95s = Object.fromEntries(Object.entries(figures).map(([name, ms]) => [name, row(ms).p95]));
    console.log(JSON.stringify({ bench: 'drilldown', orders, ...row(all), p95s }));
  } finally {
    await sql.close();
    await clickhouse.stop();
    if (kept === undefined) await rm(directory, { recursive: true, force: true });
  }
}

function questions(partner: string, pick: <Item>(items: readonly Item[]) => Item): Record<string, string> {
  const window = pick(WINDOWS);
  const number = `kpi=${pick(KPIS).id}&partner=${partner}&window=${window}`;
  const today = Math.floor(NOW / DAY_MS);
  const middle = isoOfDay(today - (window === '7d' ? 3 : Math.floor(DAYS / 2)));
  return {
    partner: `partners/${partner}`,
    'standings by carrier': `standings?${number}&by=carrier`,
    history: `history?kpi=${pick(KPIS).id}&partner=${partner}`,
    'orders, first page': `orders?${number}`,
    'orders, a middle page': `orders?${number}&after=${middle}~order/15`,
    'orders that fail': `orders?${number}&set=failing`,
    causes: `causes?${number}`,
    changes: `changes?${number}&since=${isoOfDay(today - pick([1, 7, 20]))}`,
    exclusions: `exclusions?${number}`,
    lateness: `timing?kpi=mall/on-time&partner=${partner}&window=${window}`,
    'time to cancel': `timing?kpi=mall/cancelled&partner=${partner}&window=${window}`,
    'the call list': 'partners',
  };
}

function row(times: readonly number[]) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 4_294_967_296;
  };
}
