import type { Sql } from '@belfry/sql';
import { EVENTS_AN_ORDER, orderTraffic } from './order-traffic.ts';
import { appendAll } from './stage/append-all.ts';
import { cpuOf } from './stage/cpu-time.ts';
import { onStage } from './stage/stage.ts';
import { endOf, untilStored } from './stage/stored.ts';

const DAY_MS = 86_400_000;
const OTHER = 2;

/**
 * `npm run bench -- replay [events]`: a processor judges so many events (500,000) live; then a process of its own replays all
 * three logs from their beginning into another generation. Events a second and a CPU-second, and whether it came to as many rows.
 */
export async function replayEverything([asked = '500000']: readonly string[]): Promise<void> {
  const events = Number(asked);
  await onStage(async ({ run, fork, log, sql, clickhouse }) => {
    const live = run('processor');
    await live.said(/the processor runs/);
    await appendAll(log, orderTraffic(0, Math.ceil(events / EVENTS_AN_ORDER), Date.now() - DAY_MS));
    await untilStored(log, sql);
    await untilStored(log, sql, 'kpi');
    await untilStored(log, sql, 'signals');
    await live.stop();

    const before = await cpuOf(clickhouse.pid!);
    const replayer = fork('replayer', { generation: OTHER });
    const { replayed } = await replayer.told<{ replayed: { wallMs: number; cpuMs: number; rss: number } }>('replayed');
    const [one, other] = [await rowsOf(sql, 1), await rowsOf(sql, OTHER)];
    const perSecond = (ms: number): number => Math.round(events / (ms / 1000));
    const figures = {
      events,
      recordsOfAllLogs: (await endOf(log)) + (await endOf(log, 'kpi')) + (await endOf(log, 'signals')),
      eventsASecond: perSecond(replayed.wallMs),
      eventsACpuSecond: perSecond(replayed.cpuMs),
      wallS: Number((replayed.wallMs / 1000).toFixed(1)),
      clickhouseCpuS: ((await cpuOf(clickhouse.pid!)) - before) / 1000,
      rssMb: Math.round(replayed.rss / 1e6),
    };
    console.table([figures]);
    console.table({ live: one, replayed: other });
    console.log(JSON.stringify({ bench: 'replay', ...figures, same: JSON.stringify(one) === JSON.stringify(other) }));
    if (JSON.stringify(one) !== JSON.stringify(other)) process.exitCode = 1;
  });
}

async function rowsOf(sql: Sql, generation: number): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const table of ['events', 'subjects', 'clocks', 'signals', 'kpi_deltas', 'kpi_totals']) {
    const [row] = await sql.query<{ n: number }>(
      `SELECT count() AS n FROM ${table} WHERE generation = {generation:UInt32}`,
      { generation },
    );
    rows[table] = row!.n;
  }
  return rows;
}
