import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startHookReceiver } from '../support/hook-receiver.ts';
import { beginLoad } from './load.ts';
import { passingWalls } from './passing-walls.ts';
import { rowsPerKey } from './rows-per-key.ts';
import { type SoakedBelfry, startSoaked } from './soaked-belfry.ts';
import { type Sample, type Soaked, verdictOf } from './verdict.ts';

/**
 * `npm run soak -- [--minutes 60] [--orders 20] [--seed 1]`: the app of `npm start -- --empty` under a steady load, so many orders
 * a second, with deadlines, stops, late evidence, repeats, a hook, and three walls that come and go. It looks at everything
 * each few seconds and ends with a verdict on what must not grow; the exit code is 1 if something does.
 *
 * It is the one-process app and not the separate processes: whatever leaks in any stage shows in its one heap, the embedded
 * log is in it, and it runs wherever Belfry does, without a broker.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    orders: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const [minutes, orders, seed] = [values.minutes, values.orders, values.seed].map(Number) as [number, number, number];

/** Some ninety lines of samples, however long it takes; and often enough for a slope of a short one. */
const SAMPLE_EVERY_MS = Math.max(4_000, (minutes * 60_000) / 90);
/** So long a first load goes on, of which only its breaches are counted: code is compiled, caches fill, timers begin. */
const WARM_UP_MS = 10_000;
/** Connections that are kept open, and what is told each minute, are over by then. */
const CALM_MS = 15_000;
const LOOK_EVERY_MS = 500;
const SETTLES_WITHIN_MS = 60_000;

// The app and its tables end with this process, which must come to its end for that.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const receiver = await startHookReceiver();
const belfry = await startSoaked(receiver.url);
console.log(`Belfry is at ${belfry.url}; ${minutes} minutes, ${orders} orders a second, seed ${seed}`);

const first = beginLoad(belfry.url, orders, seed, 'first');
const firstWalls = passingWalls(belfry.url, seed);
await pause(WARM_UP_MS);
await first.finish();
firstWalls.leave();
await settled(belfry);
await pause(CALM_MS);
const before = await belfry.probe();

const begun = Date.now();
const load = beginLoad(belfry.url, orders, seed + 1, 'soak');
const walls = passingWalls(belfry.url, seed + 1);
const sample = async (): Promise<Sample> => ({
  ...(await belfry.probe()),
  at: Date.now() - begun,
  lag: await belfry.lag(),
  logBytes: await belfry.logBytes(),
  sent: load.sent,
});
const samples: Sample[] = [];
while (Date.now() - begun < minutes * 60_000) {
  await pause(SAMPLE_EVERY_MS);
  const taken = await sample();
  samples.push(taken);
  console.log(lineOf(taken));
}
await load.finish();
walls.leave();
await settled(belfry);
await pause(CALM_MS);
const after = await sample();
console.log(lineOf(after));

const tables = await rowsPerKey(belfry.sql);
console.table(tables);
console.log('handles before and after:', before.resources, after.resources);
const told = await belfry.sql.query<{ kind: string; n: number }>(
  "SELECT kind, uniqExact(id) AS n FROM signals WHERE promise = 'demo/ship-in-3s' GROUP BY kind",
);
const toldOf = (kind: string): number => told.find((row) => row.kind === kind)?.n ?? 0;
const exitCode = await belfry.stop();
await receiver.close();

const soaked: Soaked = {
  samples,
  before,
  after,
  tables,
  breached: toldOf('breached'),
  retracted: toldOf('retracted'),
  late: first.begun.late + load.begun.late,
  lateEvidence: first.begun['late evidence'] + load.begun['late evidence'],
  walls: { ...pick(walls) },
  posts: receiver.posts.length,
  exitCode,
};
const findings = verdictOf(soaked);
console.table(Object.fromEntries(findings.map(({ what, ...rest }) => [what, rest])));
for (const line of belfry.complaints) console.log(`it said: ${line}`);
const failed = findings.filter(({ holds }) => !holds);
console.log(
  failed.length === 0
    ? `the soak held: ${findings.length} findings, ${load.sent} events in ${minutes} minutes`
    : `the soak FAILED: ${failed.map(({ what, found, bound }) => `${what}: ${found} (bound: ${bound})`).join('; ')}`,
);
process.exit(failed.length === 0 ? 0 : 1);

/** Resolves once nothing waits to be read, or when it has had time enough: the verdict says then that something does. */
async function settled({ lag }: SoakedBelfry): Promise<void> {
  for (const until = Date.now() + SETTLES_WITHIN_MS; Date.now() < until; await pause(LOOK_EVERY_MS))
    if ((await lag()) === 0) return;
}

function lineOf({ at, heap, resident, loopP99, loopMax, lag, logBytes, sent, resources }: Sample): string {
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const sockets = resources.TCPSocketWrap ?? 0;
  const timers = resources.Timeout ?? 0;
  const loop = `${loopP99.toFixed(0)}/${loopMax.toFixed(0)} ms`;
  return `${(at / 60_000).toFixed(1)} min  heap ${mb(heap)}  resident ${mb(resident)}  loop p99/max ${loop}  lag ${lag}  log ${mb(logBytes)}  sockets ${sockets}  timers ${timers}  events ${sent}`;
}

/** Getters do not spread. */
function pick({ joined, frames, gaps, compared, different }: Soaked['walls']): Soaked['walls'] {
  return { joined, frames, gaps, compared, different };
}
