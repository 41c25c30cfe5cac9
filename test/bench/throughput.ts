import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog, type EventLog, LOGS, type NewRecord, partitionOf } from '@belfry/ingest/log';
import { createSql, migrate, type Sql, startEmbeddedClickHouse } from '@belfry/sql';
import { startLocalBroker } from '../support/kafka-broker.ts';
import { EVENTS_AN_ORDER, orderTraffic } from './order-traffic.ts';

const PREFIX = 'bench';
const DATABASE = 'bench';
/** A million events, so that what loading and compiling costs once does not count on either side. */
const ORDERS = 200_000;

/**
 * Events per CPU-second of the whole processor, ClickHouse's inserts included, beside a kafkajs consumer that only
 * parses JSON: same broker, same topic, same run. The processor's CPU is its user and system time until `positions`
 * passes the last record.
 */
export async function throughput(args: readonly string[]): Promise<void> {
  const orders = Number(args[0] ?? ORDERS);
  const events = orders * EVENTS_AN_ORDER;
  const directory = await mkdtemp(join(tmpdir(), 'belfry-bench-'));
  const broker = await startLocalBroker();
  const clickhouse = await startEmbeddedClickHouse({ directory: join(directory, 'clickhouse') });
  const sql = createSql({ url: clickhouse.url, database: DATABASE });
  const log = await createKafkaLog({
    brokers: [broker.address],
    prefix: PREFIX,
    clientId: 'fill',
    wallClock: machineClock,
  });
  try {
    await sql.ready(30_000);
    await migrate(sql);
    await log.ensure(LOGS);
    const processorArgs = [broker.address, PREFIX, clickhouse.url, DATABASE];
    await publishPolicies(processorArgs);
    const bytes = await fill(log, orders);
    console.log(`${events} events of ${Math.round(bytes / events)} bytes in ${log.partitions('events')} partitions`);

    const parsing = await parseOnly(broker.address, events);
    const whole = await process_(processorArgs, log, sql, clickhouse.pid!);
    const perSecond = (cpuMs: number): number => Math.round(events / (cpuMs / 1000));
    const ratio = perSecond(whole.cpuMs) / perSecond(parsing.cpuMs);
    console.table({
      'parses only': { 'events per CPU-second': perSecond(parsing.cpuMs), 'CPU s': parsing.cpuMs / 1000 },
      'whole processor': { 'events per CPU-second': perSecond(whole.cpuMs), 'CPU s': whole.cpuMs / 1000 },
      'ClickHouse beside it': { 'CPU s': whole.clickhouseMs / 1000 },
    });
    console.log(
      JSON.stringify({
        bench: 'throughput',
        events,
        bytesAnEvent: Math.round(bytes / events),
        parseOnly: perSecond(parsing.cpuMs),
        processor: perSecond(whole.cpuMs),
        clickhouseCpuS: whole.clickhouseMs / 1000,
        wallS: whole.wallMs / 1000,
        rssMb: Math.round(whole.rss / 1e6),
        ratio: Number(ratio.toFixed(3)),
      }),
    );
  } finally {
    await log.close();
    await sql.close();
    await clickhouse.stop();
    await broker.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function publishPolicies(args: readonly string[]): Promise<void> {
  const child = start('processor', args);
  await once(child, 'message');
  child.send('stop');
  await once(child, 'exit');
}

async function fill(log: EventLog, orders: number): Promise<number> {
  const partitions = log.partitions('events');
  let bytes = 0;
  let waiting = new Map<number, NewRecord[]>();
  let count = 0;
  const send = async (): Promise<void> => {
    const batch = waiting;
    waiting = new Map();
    await Promise.all([...batch].map(([partition, records]) => log.append('events', partition, records)));
  };
  for (const record of orderTraffic(0, orders, Date.now() - 86_400_000)) {
    bytes += record.value.length;
    const partition = partitionOf(record.key, partitions);
    const records = waiting.get(partition);
    if (records) records.push(record);
    else waiting.set(partition, [record]);
    if (++count % 20_000 === 0) await send();
  }
  await send();
  return bytes;
}

async function parseOnly(brokers: string, events: number): Promise<{ cpuMs: number }> {
  const child = start('parse-only', [brokers, `${PREFIX}.events`, String(events)]);
  const [answer] = (await once(child, 'message')) as [{ cpuMs: number }];
  await once(child, 'exit');
  return answer;
}

async function process_(args: readonly string[], log: EventLog, sql: Sql, clickhousePid: number) {
  const ends = await Promise.all(
    Array.from({ length: log.partitions('events') }, (_, lane) => log.bounds('events', lane)),
  );
  const target = ends.reduce((sum, { high }) => sum + high, 0);
  const clickhouseBefore = await cpuOf(clickhousePid);
  const begun = Date.now();
  const child = start('processor', args);
  for (;;) {
    const [row] = await sql.query<{ reached: number }>(
      "SELECT sum(next_offset) AS reached FROM positions FINAL WHERE generation = 1 AND log = 'events'",
    );
    if ((row?.reached ?? 0) >= target) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const wallMs = Date.now() - begun;
  const clickhouseMs = (await cpuOf(clickhousePid)) - clickhouseBefore;
  const answered = new Promise<{ cpuMs: number; rss: number }>((resolve) => {
    child.on('message', (message: { cpuMs?: number; rss?: number }) => {
      if (message.cpuMs !== undefined) resolve({ cpuMs: message.cpuMs, rss: message.rss! });
    });
  });
  child.send('cpu');
  const { cpuMs, rss } = await answered;
  child.send('stop');
  await once(child, 'exit');
  return { cpuMs, rss, wallMs, clickhouseMs };
}

/** For instance `--cpu-prof --cpu-prof-dir=...`: both children get these flags of Node as well. */
const NODE_FLAGS = (process.env.BELFRY_BENCH_NODE_FLAGS ?? '').split(' ').filter((flag) => flag !== '');

function start(name: string, args: readonly string[]): ChildProcess {
  const file = fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url));
  return fork(file, [...args], {
    execArgv: ['--import', 'tsx', '--max-semi-space-size=64', ...NODE_FLAGS],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** User and system time of another process, ms; 0 where the system does not tell (only Linux does, in /proc). */
async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, , , , , , , , , , , user = '0', system = '0'] = stat.slice(stat.lastIndexOf(')') + 1).split(' ');
  return (Number(user) + Number(system)) * 10;
}
