import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog, type EventLog, LOGS, type NewRecord, partitionOf } from '@belfry/ingest/log';
import { createSql, type Sql } from '@belfry/sql';
import { EVENTS_AN_ORDER, orderTraffic } from './order-traffic.ts';
import { cpuOf } from './stage/cpu-time.ts';
import { NODE_FLAGS } from './stage/processes.ts';

/** Which processor is measured, on what. */
export interface Entrant {
  /** The root of its tree, as a file URL that ends with a slash. */
  readonly tree: string;
  readonly broker: string;
  readonly clickhouse: { readonly url: string; readonly pid: number };
  /** Of the topics and of the database, which no other run has. */
  readonly name: string;
  /** `shipped`, or the file of a pack. */
  readonly policies: string;
}

export interface Run {
  readonly bytesAnEvent: number;
  /** User and system time of the processor until `positions` has passed the last event, ms. */
  readonly cpuMs: number;
  readonly clickhouseMs: number;
  readonly wallMs: number;
  readonly rss: number;
}

/** Fills a log of its own with `orders` orders and lets the whole processor read it. */
export async function runProcessor(entrant: Entrant, orders: number): Promise<Run> {
  const { tree, broker, clickhouse, name, policies } = entrant;
  const args = [tree, broker, name, clickhouse.url, name, policies];
  const sql = createSql({ url: clickhouse.url, database: name });
  const log = await createKafkaLog({ brokers: [broker], prefix: name, clientId: 'fill', wallClock: machineClock });
  try {
    const { migrate } = (await import(new URL('sql/src/index.ts', tree).href)) as typeof import('@belfry/sql');
    await migrate(sql);
    await log.ensure(LOGS);
    await publishPolicies(args);
    const bytes = await fill(log, orders);
    const run = await processAll(args, log, sql, clickhouse.pid);
    return { ...run, bytesAnEvent: Math.round(bytes / (orders * EVENTS_AN_ORDER)) };
  } finally {
    await log.close();
    // What one run has stored must not be merged at the cost of the next one.
    await sql.command(`DROP DATABASE ${name} SYNC`);
    await sql.close();
  }
}

/** The CPU time of a kafkajs consumer that only parses, ms. */
export async function runParser(broker: string, name: string, orders: number): Promise<number> {
  const log = await createKafkaLog({ brokers: [broker], prefix: name, clientId: 'fill', wallClock: machineClock });
  try {
    await log.ensure(LOGS);
    await fill(log, orders);
  } finally {
    await log.close();
  }
  const child = start('parse-only', [broker, `${name}.events`, String(orders * EVENTS_AN_ORDER)]);
  const [answer] = (await once(child, 'message')) as [{ cpuMs: number }];
  await once(child, 'exit');
  return answer.cpuMs;
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

async function processAll(args: readonly string[], log: EventLog, sql: Sql, clickhousePid: number) {
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

function start(name: string, args: readonly string[]): ChildProcess {
  const file = fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url));
  return fork(file, [...args], {
    execArgv: ['--import', 'tsx', '--max-semi-space-size=64', ...NODE_FLAGS],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
