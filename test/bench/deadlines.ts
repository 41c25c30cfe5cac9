import { setTimeout as pause } from 'node:timers/promises';
import { type ServerToWall, type Snapshot, unpackFrame, type WallToServer } from '@belfry/dashboard/contract';
import { io, type Socket } from 'socket.io-client';
import type { Streamed } from './children/steady.ts';
import { appendAll } from './stage/append-all.ts';
import { cpuOf, residentOf } from './stage/cpu-time.ts';
import { GRACE_MS, openOrder } from './stage/order-events.ts';
import { quantilesOf } from './stage/quantiles.ts';
import { type Ring, ringsOf } from './stage/rings.ts';
import { onStage, type Stage } from './stage/stage.ts';
import { endOf, storedOf, untilStored } from './stage/stored.ts';

/** A deadline each so many ms, over all lanes. */
const DUE_EVERY_MS = 10;
/** Not measured: connections, compiled code and caches come about. */
const WARM_UP_S = 10;
const LOOK_EVERY_MS = 1_000;
/** So long after the stream's end the last deadline has passed, and its frame is there or never comes. */
const AFTER_MS = 3_000 + GRACE_MS + 2_000;

/**
 * `npm run bench -- deadlines [openClocks] [eventsPerSecond] [seconds]`: so many open clocks (1,000,000), then a steady stream
 * (5,000 a second for 60 s) in which a deadline passes each 10 ms. Kafka, ClickHouse, processor, dashboard and stream are
 * processes of their own; one wall is on a real socket. From deadline + grace to the record on the log `signals`, and to the
 * wall's frame, ms.
 */
export async function deadlines(args: readonly string[]): Promise<void> {
  const [open, perSecond, seconds] = [1_000_000, 5_000, 60].map((usual, n) => Number(args[n] ?? usual)) as [
    number,
    number,
    number,
  ];
  await onStage(async (stage) => {
    const processor = stage.run('processor');
    await processor.said(/the processor runs/);
    const loading = Date.now();
    await appendAll(stage.log, openOrders(open));
    await untilStored(stage.log, stage.sql);
    console.log(`${open} open clocks stored after ${Math.round((Date.now() - loading) / 1000)} s`);
    const dashboard = stage.run('dashboard');
    const [, url] = await dashboard.said(/The wall is at (http:\S+)\//);
    const wall = await openWall(url!);

    const stream = stage.fork('steady', { open, eventsPerSecond: perSecond, dueEveryMs: DUE_EVERY_MS });
    const { begun } = await stream.told<{ begun: number }>('begun');
    await pause(WARM_UP_S * 1000);
    const pids = {
      processor: processor.pid,
      dashboard: dashboard.pid,
      clickhouse: stage.clickhouse.pid!,
      kafka: stage.broker.pid,
    };
    const before = await cpuEach(pids);
    const lag = await watchLag(stage, seconds * 1000);
    const after = await cpuEach(pids);
    const { streamed } = await stream.ask<{ streamed: Streamed }>({ end: true }, 'streamed');
    const resident = await residentOf(processor.pid);
    await pause(AFTER_MS);
    wall.close();
    await untilStored(stage.log, stage.sql);

    // The last ones were due when the stream had ended: they had the machine to themselves.
    const from = begun + WARM_UP_S * 1000;
    const until = begun + streamed.seconds * 1000;
    const rings = framed(await ringsOf(stage.log), wall.seen).filter(
      ({ due }) => due + GRACE_MS >= from && due + GRACE_MS < until,
    );
    const toSignal = quantilesOf(rings.map(({ late }) => late));
    const toFrame = quantilesOf(rings.map(({ at, due }) => at - due - GRACE_MS));
    console.table({
      'to the log signals, ms': toSignal,
      'to the frame, ms': toFrame,
      'the stream behind, ms': streamed.behind,
    });
    const cpu = Object.fromEntries(
      Object.keys(pids).map((name) => [name, Math.round((after[name]! - before[name]!) / seconds / 10)]),
    );
    console.table({ 'share of a core, %': cpu });
    console.log(
      JSON.stringify({
        bench: 'deadlines',
        open,
        eventsPerSecond: Math.round(streamed.sent / streamed.seconds),
        deadlines: rings.length,
        shown: rings.filter(({ due }) => wall.seen.has(due)).length,
        toSignal,
        toFrame,
        streamBehind: streamed.behind,
        mostLag: Math.max(...lag),
        processorRssMb: Math.round(resident / 1e6),
        cpuPercent: cpu,
      }),
    );
  });
}

function* openOrders(open: number) {
  const now = Date.now();
  for (let n = 0; n < open; n++) yield openOrder(n, now);
}

/** Records of `events` that were not stored yet, looked at each second: a commit each second leaves a second's worth. */
async function watchLag({ log, sql }: Stage, forMs: number): Promise<number[]> {
  const lags: number[] = [];
  for (const until = Date.now() + forMs; Date.now() < until; await pause(LOOK_EVERY_MS))
    lags.push((await endOf(log)) - (await storedOf(sql)));
  return lags;
}

async function cpuEach(pids: Readonly<Record<string, number>>): Promise<Record<string, number>> {
  const each = await Promise.all(Object.entries(pids).map(async ([name, pid]) => [name, await cpuOf(pid)] as const));
  return Object.fromEntries(each);
}

/**
 * Each breach with the frame that told it. A frame counts them and names the latest deadline that was missed: a breach came
 * at the latest with the first frame that names its own or that of a later one of the log, since the dashboard reads the
 * log in its order.
 */
function framed(rings: readonly Ring[], seen: ReadonlyMap<number, number>): (Ring & { readonly at: number })[] {
  let next = Number.POSITIVE_INFINITY;
  return rings
    .toReversed()
    .map((ring) => {
      next = Math.min(next, seen.get(ring.due) ?? next);
      return { ...ring, at: next };
    })
    .toReversed();
}

/** A wall on a real socket, which notes when each deadline was first named as the latest that was missed, ms UTC. */
async function openWall(url: string) {
  const socket: Socket<ServerToWall, WallToServer> = io(url, { transports: ['websocket'] });
  const seen = new Map<number, number>();
  const take = (lastBreach: number | null | undefined): void => {
    if (typeof lastBreach === 'number' && !seen.has(lastBreach)) seen.set(lastBreach, Date.now());
  };
  socket.on('frame', (packed) => take(unpackFrame(packed)?.change.verdict?.lastBreach));
  await new Promise<void>((resolve, reject) => {
    socket.once('snapshot', ({ picture }: Snapshot) => {
      take(picture.verdict.lastBreach);
      resolve();
    });
    socket.once('connect_error', reject);
  });
  return { seen, close: () => void socket.close() };
}
