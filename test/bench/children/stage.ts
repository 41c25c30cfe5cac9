import { existsSync, openSync, readSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { composeDashboard } from '@belfry/dashboard/compose';
import { machineClock } from '@belfry/ingest/contract';
import {
  createEmbeddedLog,
  createKafkaLog,
  type EventLog,
  LOGS,
  type NewRecord,
  partitionOf,
  type RecordKind,
} from '@belfry/ingest/log';
import { composeProcessor, type PolicySource, readHooks } from '@belfry/processor/compose';
import { createSql } from '@belfry/sql';

/** What a process of its own is to run, and on what. */
export interface StageOrder {
  readonly log: { readonly brokers: string; readonly prefix: string } | { readonly directory: string };
  readonly sql: { readonly url: string; readonly database: string };
  readonly roles: readonly ('processor' | 'dashboard')[];
  readonly packs: readonly PolicySource[];
  readonly hook?: { readonly url: string; readonly secret: string };
}

/** A record for the log `signals`, its value as text. */
export interface SignalsRecord {
  readonly key: string;
  readonly kind: RecordKind;
  readonly value: string;
}

/** What it can be asked, one at a time; it answers each. */
export type StageQuestion =
  | { readonly ask: 'open'; readonly orders: number; readonly time: number }
  | { readonly ask: 'append'; readonly records: readonly SignalsRecord[] }
  | { readonly ask: 'watch' }
  | { readonly ask: 'measure' };

export interface StageMeasure {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** How long the event loop was held: what a timer of 1 ms came late, ms. */
  readonly loopP99Ms: number;
  readonly loopMaxMs: number;
  /**
   * The most CPU time of the main thread between two turns of its event loop, ms: how long the loop was held if the thread had
   * a core to itself, whatever else runs on the machine. 0 where the system does not tell (only Linux does).
   */
  readonly heldCpuMs: number;
  readonly busy: number;
  readonly rssMb: number;
}

const AN_APPEND = 2_000;
const CARRIERS = ['smsa'];

const schedule = existsSync('/proc/self/schedstat') ? openSync('/proc/self/schedstat', 'r') : undefined;
const scheduleText = Buffer.alloc(96);

const order = JSON.parse(process.argv[2]!) as StageOrder;
const log = await openLog(order.log);
const sql = createSql(order.sql);
await log.ensure(LOGS);
const report = (line: string): void => console.error(line);
const fatal = (error: Error): never => {
  throw error;
};

const hooks = await readHooks(
  order.hook ? { BELFRY_HOOK_URL: order.hook.url, BELFRY_HOOK_SECRET: order.hook.secret } : {},
  Date.now(),
);
const processor = order.roles.includes('processor')
  ? composeProcessor({
      log,
      sql,
      wallClock: machineClock,
      policies: order.packs,
      hooks: hooks.hooks.map((hook) => ({ ...hook, allowPrivate: true })),
      routing: hooks,
      onFatal: fatal,
      report,
    })
  : undefined;
await processor?.start();
let url = '';
const dashboard = order.roles.includes('dashboard')
  ? composeDashboard({
      log,
      sql,
      wallClock: machineClock,
      ...(processor && { lanes: () => processor.lanes() }),
      demo: false,
      explain: () => Promise.reject(new Error('nothing is explained here')),
      say: () => Promise.reject(new Error('nobody speaks in a bench')),
      report,
    })
  : undefined;
if (dashboard) {
  const server = createServer();
  dashboard.attach(server);
  await dashboard.start();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const delay = monitorEventLoopDelay({ resolution: 1 });
let heldCpuMs = 0;
let turn = ownCpuMs();
const lookAtTurn = (): void => {
  const now = ownCpuMs();
  heldCpuMs = Math.max(heldCpuMs, now - turn);
  turn = now;
};
let cpu: NodeJS.CpuUsage;
let from: number;
let utilization: EventLoopUtilization;
process.on('message', (question: StageQuestion) => void answer(question));
process.once('SIGTERM', () => void stop());
process.send!({ url });

async function answer(question: StageQuestion): Promise<void> {
  switch (question.ask) {
    case 'open':
      await openOrders(question.orders, question.time);
      break;
    case 'append': {
      const records = question.records.map(
        ({ key, kind, value }): NewRecord => ({ key, kind, value: Buffer.from(value) }),
      );
      await log.append('signals', 0, records);
      break;
    }
    case 'watch':
      delay.enable();
      delay.reset();
      turn = ownCpuMs();
      heldCpuMs = 0;
      setInterval(lookAtTurn, 1);
      cpu = process.cpuUsage();
      from = performance.now();
      utilization = performance.eventLoopUtilization();
      break;
    case 'measure':
      process.send!(measure());
      return;
  }
  process.send!({ done: question.ask });
}

async function stop(): Promise<void> {
  await dashboard?.stop();
  await processor?.stop();
  await log.close();
  await sql.close();
  process.exit(0);
}

/** What this thread has used so far, ms. */
function ownCpuMs(): number {
  if (schedule === undefined) return 0;
  const read = readSync(schedule, scheduleText, 0, scheduleText.length, 0);
  const text = scheduleText.toString('latin1', 0, read);
  return Number(text.slice(0, text.indexOf(' '))) / 1e6;
}

function measure(): StageMeasure {
  const { user, system } = process.cpuUsage(cpu);
  const rounded = (value: number): number => Number(value.toFixed(1));
  return {
    cpuMs: Math.round((user + system) / 1000),
    wallMs: Math.round(performance.now() - from),
    loopP99Ms: rounded(delay.percentile(99) / 1e6),
    loopMaxMs: rounded(delay.max / 1e6),
    heldCpuMs: rounded(heldCpuMs),
    busy: rounded(performance.eventLoopUtilization(utilization).utilization * 100),
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  };
}

/** Opens so many orders of twelve shops and one carrier, all at one instant. @param time ms UTC. */
async function openOrders(orders: number, time: number): Promise<void> {
  const partitions = log.partitions('events');
  const waiting = Array.from({ length: partitions }, (): NewRecord[] => []);
  for (let n = 0; n < orders; n++) {
    const key = `order/o-${n}`;
    const partition = partitionOf(key, partitions);
    waiting[partition]!.push({ key, kind: 'event', value: Buffer.from(JSON.stringify(opened(n, key, time))) });
    if (waiting[partition]!.length < AN_APPEND) continue;
    await log.append('events', partition, waiting[partition]!);
    waiting[partition] = [];
  }
  for (const [partition, records] of waiting.entries()) await log.append('events', partition, records);
}

function opened(n: number, subject: string, time: number) {
  return {
    specversion: '1.0',
    id: `${n}-7d1f0a9c`,
    source: 'https://shop.example.org/eu-central/orders',
    type: 'order.opened',
    subject,
    time: new Date(time).toISOString(),
    data: {
      partner: `p${String(1 + (n % 12)).padStart(2, '0')}`,
      salesChannel: 'web',
      carrier: CARRIERS[n % CARRIERS.length],
    },
  };
}

function openLog(place: StageOrder['log']): Promise<EventLog> {
  if ('directory' in place) return createEmbeddedLog({ directory: place.directory, wallClock: machineClock });
  const { brokers, prefix } = place;
  return createKafkaLog({ brokers: brokers.split(','), prefix, clientId: 'bench', wallClock: machineClock });
}
