import { machineClock } from '@belfry/ingest/contract';
import {
  createEmbeddedLog,
  createKafkaLog,
  type EventLog,
  LOGS,
  type NewRecord,
  partitionOf,
} from '@belfry/ingest/log';
import { composeProcessor, replay, shippedPacks } from '@belfry/processor/compose';
import { createSql } from '@belfry/sql';
import { aHook, aRoute, aRouting } from '../a-routing.ts';
import { mixedTraffic } from '../mixed-traffic.ts';
import type { ProcessorRun, RunReport } from '../processor-runs.ts';

/** A processor with its load, in a process that a test may kill or that kills itself. Told what to do by its argument. */
const run = JSON.parse(process.argv[2]!) as ProcessorRun;
const tell = (report: RunReport): void => void process.send!(report);

const log: EventLog =
  run.log.kind === 'kafka'
    ? await createKafkaLog({
        brokers: run.log.brokers,
        prefix: run.log.prefix,
        partitions: 4,
        clientId: 'run',
        wallClock: machineClock,
      })
    : await createEmbeddedLog({ directory: run.log.directory, wallClock: machineClock });
await log.ensure(LOGS);
const sql = createSql({ url: run.url, database: run.database });

/** Hooks of every kind of group, one with a limit that it meets at once. Nobody posts: what they are told stands in the log. */
const routing = aRouting({
  hooks: [aHook(), aHook({ name: 'night' }), aHook({ name: 'few', perMinute: 3 })],
  routes: [
    aRoute({
      name: 'each by itself',
      when: { promise: 'demo/ship-in-3s', partner: ['p01', 'p04'] },
      to: ['few'],
      groupBy: 'clock',
      goOn: true,
      waitMs: 0,
      everyMs: 1_000,
    }),
    aRoute({
      name: 'many',
      to: ['night'],
      threshold: { breaches: 10, withinMs: 60_000 },
      groupBy: ['promise'],
      repeatMs: 20_000,
    }),
    aRoute({ waitMs: 1_000, everyMs: 2_000 }),
  ],
  heartbeat: { everyMs: 60_000, to: ['ops'] },
});

let commits = 0;
/** Where in the traffic another policy is published. */
const publishAt = run.total * 0.3;
const compose = (extra: readonly { name: string; yaml: string }[] = [], group = run.group) =>
  shippedPacks({ demo: true }).then((shipped) =>
    composeProcessor({
      log,
      sql,
      wallClock: machineClock,
      policies: [...shipped, ...extra],
      hooks: [],
      routing: { hash: 'of these runs', routing },
      ...(group !== undefined && { group }),
      onFatal: (error) => {
        tell({ fatal: String(error.stack) });
        process.exit(1);
      },
      report: (line) => console.error(line),
      probe: (step) => {
        if (!loaded || (run.dieAt?.since === 'second-policy' && !secondPolicy)) return;
        if (step === 'sealed') commits++;
        if (step === run.freezeAfter && commits === 2) setTimeout(() => process.kill(process.pid, 'SIGSTOP'), 2);
        if (run.dieAt === undefined) return;
        // Nothing is flushed, closed or told: this is what a machine that loses power does.
        if (step === run.dieAt.step && commits >= run.dieAt.commit) process.kill(process.pid, 'SIGKILL');
      },
    }),
  );

let loaded = false;
let secondPolicy = false;
// Who goes on behind the second policy may find that its predecessor died before every lane had it.
let processor = await compose(run.from > publishAt ? [await anotherPolicy()] : []);
await processor.start();
const second = run.secondOwner ? await compose([], 'second-owner') : undefined;
await second?.start();
tell({ ready: true });
await load();
if (run.andThen === 'settle-and-replay') await settleAndReplay();
else if (run.andThen === 'stop') await processor.stop();
if (run.andThen !== 'stay') process.exit(0);

async function load(): Promise<void> {
  const batch = 100;
  for (let n = run.from; n < run.to; n += batch) {
    const byLane = new Map<number, NewRecord[]>();
    const add = (lane: number, record: NewRecord): void => {
      byLane.set(lane, [...(byLane.get(lane) ?? []), record]);
    };
    for (let k = n; k < Math.min(n + batch, run.to); k++) {
      const appendage = mixedTraffic(k, run.total, run.begun);
      const lanes = log.partitions('events');
      if (appendage.to === 'subject') add(partitionOf(appendage.subject, lanes), appendage.record);
      else for (let lane = 0; lane < lanes; lane++) add(lane, appendage.record);
    }
    await Promise.all([...byLane].map(([lane, records]) => log.append('events', lane, records)));
    loaded = true;
    tell({ appended: Math.min(n + batch, run.to) });
    // About 2,000 records a second, so that ticks, commits and deadlines fall into the load.
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (n <= publishAt && publishAt < n + batch) await publishAnotherPolicy();
  }
}

/** A second version of the demo's policy, for open subjects too, by a field that no policy named before. */
async function anotherPolicy(): Promise<{ name: string; yaml: string }> {
  const demo = (await shippedPacks({ demo: true })).find(({ name }) => name === 'demo.yaml')!;
  const yaml = demo.yaml
    .replace('effective: 2010-01-01', 'effective: 2010-01-01\napplies: open')
    .replace('3 seconds', '4 seconds')
    .replace(/( +)targets:\n/, (targets, indent: string) => {
      const row = ['- name: gold', '  when: { segment: gold }', '  target: 2 seconds round the clock', '  team: demo'];
      return `${targets}${row.map((line) => `${indent}  ${line}\n`).join('')}`;
    });
  return { name: 'demo-2.yaml', yaml };
}

/** Published while everything runs. */
async function publishAnotherPolicy(): Promise<void> {
  const other = await compose([await anotherPolicy()]);
  await processor.stop();
  processor = other;
  secondPolicy = true;
  await processor.start();
}

/** Waits until every deadline of the demo has passed and everything is stored; stops; replays into generation 2. */
async function settleAndReplay(): Promise<void> {
  for (;;) {
    const [row] = await sql.query<{ running: number }>(
      "SELECT count() AS running FROM clocks FINAL WHERE generation = 1 AND state = 'running' AND due < {before:Int64}",
      { before: Date.now() - 3000 },
    );
    if (row!.running === 0 && (await isStored())) {
      await processor.stop();
      await second?.stop();
      if (await isStored()) break;
      processor = await compose();
      await processor.start();
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await replay({ log, sql, generation: 2, report: (line) => console.error(line) });
  tell({ done: true });
}

async function isStored(): Promise<boolean> {
  for (const name of ['events', 'kpi', 'signals'] as const) {
    for (let lane = 0; lane < log.partitions(name); lane++) {
      const [row] = await sql.query<{ next_offset: number }>(
        'SELECT next_offset FROM positions FINAL WHERE generation = 1 AND log = {name:String} AND lane = {lane:UInt16}',
        { name, lane },
      );
      if ((row?.next_offset ?? 0) < (await log.bounds(name, lane)).high) return false;
    }
  }
  return true;
}
