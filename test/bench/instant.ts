import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createSql, migrate, startEmbeddedClickHouse } from '@belfry/sql';
import { io } from 'socket.io-client';
import {
  applyChange,
  type PackedFrame,
  type Picture,
  type Snapshot,
  unpackFrame,
} from '../../dashboard/src/contract/index.ts';
import { startHookReceiver } from '../support/hook-receiver.ts';
import { startLocalBroker } from '../support/kafka-broker.ts';
import type { StageOrder } from './children/stage.ts';
import { startStages } from './stage/own-process.ts';

/** Every order is promised to ship within so many ms, and every deadline has a grace. */
const PROMISED = 60_000;
const GRACE = 2_000;
/** The loops are watched from so many ms before the instant on. */
const AHEAD = 1_500;
/** What has not come by then does not come, ms. */
const PATIENCE = 60_000;
const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

const PACK = `
pack: storm
title: Storm
description: One minute to ship, for everybody at once.
effective: 2010-01-01
promises:
  ship:
    title: Ship within a minute
    subject: order
    kind: contractual
    start: order.opened
    stop: order.shipped
    cause: carrier
    provenance: A bench.
    targets:
      - { name: all, target: 60 seconds round the clock, team: ops, action: Ship it. }
kpis:
  on-time:
    title: On time
    short: on-time
    of: { promise: ship }
    counts: kept
    windows: [7 days]
    judged: 7 days
    warn: at least 92 %
    block: at least 90 %
    recovers: at least 90 %
    minimum-volume: 10
    consequence: None.
    provenance: A bench.
`;

/**
 * `npm run bench -- instant [orders] [kafka|embedded]`: so many orders (100,000) of one carrier whose promises all end in
 * one instant. The whole way on real parts: on Kafka the processor and the dashboard are a process each, on the embedded log
 * they are one, as with `npm start`; a real ClickHouse, a hook with a real receiver, and one wall. From deadline and grace on
 * it measures when the wall shows the first breach and when its counts are whole, and how long event loops were held.
 */
export async function instant([orders = '100000', kind]: readonly string[]): Promise<void> {
  const kinds = kind === undefined ? ['embedded', 'kafka'] : [kind];
  const results: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const one of kinds) {
    results[one] = await instantOn(one as 'kafka' | 'embedded', Number(orders));
    console.table({ [one]: results[one] });
  }
  console.log(JSON.stringify({ bench: 'instant', orders: Number(orders), ...results }));
}

async function instantOn(kind: 'kafka' | 'embedded', orders: number) {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-instant-'));
  const clickhouse = await startEmbeddedClickHouse({ directory: join(directory, 'clickhouse') });
  const broker = kind === 'kafka' ? await startLocalBroker() : undefined;
  const receiver = await startHookReceiver();
  const place = { url: clickhouse.url, database: 'instant' };
  const sql = createSql(place);
  const common = {
    log: broker ? { brokers: broker.address, prefix: 'instant' } : { directory: join(directory, 'log') },
    sql: place,
    packs: [{ name: 'storm.yaml', yaml: PACK }],
    hook: { url: receiver.url, secret: SECRET },
  } satisfies Omit<StageOrder, 'roles'>;
  try {
    await sql.ready(30_000);
    await migrate(sql);
    const processor = await startStages({ ...common, roles: broker ? ['processor'] : ['processor', 'dashboard'] });
    const dashboard = broker ? await startStages({ ...common, roles: ['dashboard'] }) : processor;
    const stages = [...new Set([processor, dashboard])];
    const wall = watchWall(dashboard.url, orders);
    const time = Date.now();
    await processor.ask({ ask: 'open', orders, time });
    const loadedMs = Date.now() - time;
    if (loadedMs > PROMISED / 2) throw new Error(`Opening ${orders} orders took ${loadedMs} ms. Open fewer.`);
    await pause(time + PROMISED + GRACE - AHEAD - Date.now());
    for (const stage of stages) await stage.ask({ ask: 'watch' });
    await Promise.race([wall.whole, pause(PATIENCE)]);
    const measured = await Promise.all(stages.map((stage) => stage.measure()));
    const late = await latecomer(dashboard.url);
    const seen = wall.seen(time + PROMISED + GRACE);
    wall.close();
    for (const stage of stages) await stage.stop();
    const [loops, dashboardLoops] = measured;
    return {
      ...seen,
      snapshotBytes: late,
      posts: receiver.posts.length,
      processorLoopMaxMs: loops!.loopMaxMs,
      processorLoopP99Ms: loops!.loopP99Ms,
      processorHeldCpuMs: loops!.heldCpuMs,
      processorCpuMs: loops!.cpuMs,
      processorRssMb: loops!.rssMb,
      ...(dashboardLoops && {
        dashboardLoopMaxMs: dashboardLoops.loopMaxMs,
        dashboardLoopP99Ms: dashboardLoops.loopP99Ms,
        dashboardHeldCpuMs: dashboardLoops.heldCpuMs,
        dashboardCpuMs: dashboardLoops.cpuMs,
      }),
    };
  } finally {
    await receiver.close();
    await sql.close();
    await broker?.stop();
    await clickhouse.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** A wall that notes when it shows what. */
function watchWall(url: string, orders: number) {
  const socket = io(url, { transports: ['websocket'] });
  let picture: Picture | undefined;
  let frames = 0;
  let bytes = 0;
  let counted = 0;
  const firstAt: Record<'first' | 'breachesWhole' | 'incident' | 'incidentWhole', number> = {
    first: Number.NaN,
    breachesWhole: Number.NaN,
    incident: Number.NaN,
    incidentWhole: Number.NaN,
  };
  let done: () => void;
  const whole = new Promise<void>((resolve) => {
    done = resolve;
  });
  const look = (): void => {
    const now = Date.now();
    const { verdict, incidents } = picture!;
    // The shops' KPIs break as well; they are incidents of their own.
    const inIncidents = incidents.reduce((sum, { kind, total }) => (kind === 'clock' ? sum + total : sum), 0);
    counted = inIncidents;
    const note = (what: keyof typeof firstAt, is: boolean): void => {
      if (is && Number.isNaN(firstAt[what])) firstAt[what] = now;
    };
    note('first', verdict.breached > 0);
    note('breachesWhole', verdict.breached === orders);
    note('incident', inIncidents > 0);
    note('incidentWhole', inIncidents === orders);
    if (verdict.breached === orders && inIncidents === orders) done();
  };
  socket.on('snapshot', (snapshot: Snapshot) => {
    picture = snapshot.picture;
    look();
  });
  socket.on('frame', (packed: PackedFrame) => {
    picture = applyChange(picture!, unpackFrame(packed)!.change);
    frames++;
    bytes += JSON.stringify(packed).length;
    look();
  });
  return {
    whole,
    /** ms after the instant. */
    seen: (instant: number) => ({
      ...Object.fromEntries(Object.entries(firstAt).map(([what, at]) => [`${what}Ms`, at - instant])),
      incidents: picture!.verdict.incidents,
      counted,
      frames,
      frameBytes: Math.round(bytes / frames),
    }),
    close: () => socket.close(),
  };
}

/** The bytes of the snapshot that a wall gets that joins behind the storm. */
async function latecomer(url: string): Promise<number> {
  const socket = io(url, { transports: ['websocket'], forceNew: true });
  const snapshot = await new Promise<Snapshot>((resolve) => socket.on('snapshot', resolve));
  socket.close();
  return JSON.stringify(snapshot).length;
}
