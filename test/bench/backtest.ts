import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '@belfry/ingest/contract';
import { createEmbeddedLog, type EventLog, LOGS, type NewRecord, partitionOf } from '@belfry/ingest/log';
import { composeProcessor, shippedPacks } from '@belfry/processor/compose';
import type { BacktestLine, BacktestResult } from '@belfry/processor/contract';
import { composeInquiry } from '@belfry/processor/inquiry';
import { createSql, migrate, type Sql, startEmbeddedClickHouse } from '@belfry/sql';
import { EVENTS_AN_ORDER, orderTraffic } from './order-traffic.ts';

/** A million events. */
const ORDERS = 200_000;
const DAY_MS = 86_400_000;

/**
 * Events per second of a back-test over an archive that a processor has written: once against the very same pack, so that
 * nothing differs, and once against a pack under which every order does, so that a line is told of each.
 */
export async function backtest(args: readonly string[]): Promise<void> {
  const orders = Number(args[0] ?? ORDERS);
  const events = orders * EVENTS_AN_ORDER;
  const directory = await mkdtemp(join(tmpdir(), 'belfry-bench-'));
  const clickhouse = await startEmbeddedClickHouse({ directory: join(directory, 'clickhouse') });
  const sql = createSql({ url: clickhouse.url });
  const log = await createEmbeddedLog({ directory: join(directory, 'log'), wallClock: machineClock });
  try {
    await sql.ready(30_000);
    await migrate(sql);
    await log.ensure(LOGS);
    const begun = Date.now();
    await fillArchive(log, sql, orders, begun);
    console.log(`${events} events in the archive after ${Math.round((Date.now() - begun) / 1000)} s`);

    const mall = (await shippedPacks({ demo: false })).find(({ name }) => name === 'mall.yaml')!.yaml;
    const other = mall.replace('until promise.deliverBy', '1 hour');
    const inquiry = composeInquiry({ log, sql, wallClock: machineClock, generation: 1, report: console.error });
    const run = async (yaml: string) => {
      const from = new Date(begun - 400 * DAY_MS).toISOString();
      const to = new Date(begun + 400 * DAY_MS).toISOString();
      const cpu = process.cpuUsage();
      const since = Date.now();
      const answer = await inquiry.request(`/api/backtest?from=${from}&to=${to}`, {
        method: 'POST',
        headers: { 'content-type': 'application/yaml' },
        body: yaml,
      });
      const { result, rss } = await lastLine(answer);
      const wallS = (Date.now() - since) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      return { result, wallS, cpuS: (user + system) / 1e6, rss };
    };
    const [same, differing] = [await run(mall), await run(other)];
    const perSecond = (s: number): number => Math.round(events / s);
    const row = ({ wallS, cpuS, rss, result }: Awaited<ReturnType<typeof run>>) => ({
      'events/s': perSecond(wallS),
      'events/CPU-second': perSecond(cpuS),
      'RSS MB': Math.round(rss / 1e6),
      differ: result.differences.clocks,
    });
    console.table({ 'the same pack': row(same), 'all differ': row(differing) });
    console.log(
      JSON.stringify({
        bench: 'backtest',
        events,
        eventsAS: perSecond(same.wallS),
        eventsACpuS: perSecond(same.cpuS),
        rssMb: Math.round(same.rss / 1e6),
        differingEventsAS: perSecond(differing.wallS),
        differing: differing.result.differences.clocks,
        differingRssMb: Math.round(differing.rss / 1e6),
      }),
    );
  } finally {
    await log.close();
    await sql.close();
    await clickhouse.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function fillArchive(log: EventLog, sql: Sql, orders: number, begun: number): Promise<void> {
  const processor = composeProcessor({
    log,
    sql,
    wallClock: machineClock,
    policies: await shippedPacks({ demo: false }),
    hooks: [],
    onFatal: (error) => {
      throw error;
    },
    report: console.error,
  });
  await processor.start();
  const partitions = log.partitions('events');
  let waiting = new Map<number, NewRecord[]>();
  let count = 0;
  const send = async (): Promise<void> => {
    const batch = waiting;
    waiting = new Map();
    await Promise.all([...batch].map(([partition, records]) => log.append('events', partition, records)));
  };
  for (const record of orderTraffic(0, orders, begun - DAY_MS)) {
    const partition = partitionOf(record.key, partitions);
    waiting.set(partition, waiting.get(partition) ?? []);
    waiting.get(partition)!.push(record);
    if (++count % 20_000 === 0) await send();
  }
  await send();
  for (;;) {
    const [row] = await sql.query<{ n: number }>('SELECT count() AS n FROM events WHERE generation = 1');
    if (row!.n >= orders * EVENTS_AN_ORDER) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await processor.stop();
}

/** Reads the whole answer as a client does, and keeps only the result and the highest memory. */
async function lastLine(answer: Response): Promise<{ result: BacktestResult; rss: number }> {
  let rest = '';
  let last = '';
  let rss = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    const lines = (rest + Buffer.from(chunk).toString()).split('\n');
    rest = lines.pop()!;
    last = lines.at(-1) ?? last;
    rss = Math.max(rss, process.memoryUsage.rss());
  }
  const line = JSON.parse(last) as BacktestLine;
  if (line.kind !== 'result') throw new Error(last);
  return { result: line, rss };
}
