import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog, LOGS } from '@belfry/ingest/log';
import { composeProcessor, shippedPacks } from '@belfry/processor/compose';
import { createSql } from '@belfry/sql';
import type { Place } from '../stage/stage.ts';
import { watchedLog, watchedSql } from '../stage/watched-ports.ts';

/** The whole processor, which tells how it took its lanes over. Told `{ start: true }`, it joins the group. */
export interface TakenOver {
  /** ms UTC: when the first and the last lane of `events` was given to it. */
  readonly assigned: readonly [first: number, last: number];
  /** When it had them all back from the tables. */
  readonly restored: number;
  /** When each lane of every log had come to where its log ended as they were restored. */
  readonly caughtUp: number;
  /** Of each lane: until ClickHouse's first bytes, and until its last row was taken in. ms. */
  readonly lanes: readonly { readonly askMs: number; readonly readMs: number }[];
  /** Of this process, from the assignment until it had caught up. */
  readonly cpuMs: number;
}

const { brokers, prefix, url, database } = JSON.parse(process.argv[2]!) as Place;
const log = await createKafkaLog({ brokers: [brokers], prefix, clientId: 'bench', wallClock: machineClock });
const sql = createSql({ url, database });
await log.ensure(LOGS);
const watch = { log: watchedLog(log), sql: watchedSql(sql) };
const processor = composeProcessor({
  log: watch.log.log,
  sql: watch.sql.sql,
  wallClock: machineClock,
  policies: await shippedPacks({ demo: false }),
  hooks: [],
  // Thrown, it would be lost in whatever called it; the bench shows what a process that ends has said.
  onFatal: (error) => {
    console.error(`the processor cannot go on: ${error.message}`);
    process.exit(1);
  },
  report: (line) => console.error(line),
});
const LOOK_EVERY_MS = 5;
const NAMES = ['events', 'kpi', 'signals'] as const;

process.on('message', (asked) => {
  if ((asked as { start?: boolean }).start === true) void start();
});
process.on('SIGTERM', () => process.exit(0));
process.send!({ waits: true });

async function start(): Promise<void> {
  void processor.start().then(() => process.send!({ runs: true }));
  const lanes = NAMES.reduce((sum, name) => sum + log.partitions(name), 0);
  await watch.log.taken(lanes);
  const assigned = watch.log.assigned.get('events')!;
  const restored = Math.max(...watch.log.restored.values());
  const ends = new Map<string, number>();
  for (const name of NAMES)
    for (let lane = 0; lane < log.partitions(name); lane++)
      ends.set(`${name}/${lane}`, (await log.bounds(name, lane)).high);
  const look = setInterval(() => {
    if (processor.lanes().some((lane) => lane.nextOffset < ends.get(`${lane.log}/${lane.lane}`)!)) return;
    clearInterval(look);
    const { user, system } = process.cpuUsage(watch.log.cpuAtFirst);
    const takenOver: TakenOver = {
      assigned: [Math.min(...assigned), Math.max(...assigned)],
      restored,
      caughtUp: Date.now(),
      lanes: watch.sql.read,
      cpuMs: (user + system) / 1000,
    };
    process.send!({ takenOver });
  }, LOOK_EVERY_MS);
}
