import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '@belfry/ingest/contract';
import { LOGS } from '@belfry/ingest/log';
import { composeProcessor, readHooks } from '@belfry/processor/compose';
import { createSql, migrate } from '@belfry/sql';
import { PACK } from '../workload/pack.ts';
import type { ProcessorMessage, ProcessorOrders, ProcessorPlace } from '../world/processor-process.ts';
import { openLog } from '../world/skewed-log.ts';

/** What `processor/src/main.ts` does, with a door between the steps of a commit. Told what to do by its argument. */
const orders = JSON.parse(process.argv[2]!) as ProcessorPlace & ProcessorOrders;
const tell = (message: ProcessorMessage & { id?: number }): void => void process.send!(message);

const log = await openLog(orders, {
  brokers: orders.brokers,
  prefix: orders.prefix,
  clientId: 'processor',
  wallClock: machineClock,
});
const sql = createSql({ url: orders.url, database: orders.database });
await sql.ready(60_000);
await migrate(sql);
await log.ensure(LOGS);

let isLoaded = false;
let commits = 0;
const place = await mkdtemp(join(tmpdir(), 'belfry-faults-'));
const hooksFile = join(place, 'hooks.yaml');
await writeFile(hooksFile, orders.hooks ?? '');
const hooks = await readHooks({ BELFRY_HOOKS: hooksFile, OPS_SECRET: orders.secret }, machineClock.now());
// It has been read, and whoever is killed tidies nothing up.
await rm(place, { recursive: true });
const processor = composeProcessor({
  log,
  sql,
  wallClock: machineClock,
  policies: orders.packs ?? [PACK],
  hooks: hooks.hooks,
  routing: hooks,
  ...(orders.group !== undefined && { group: orders.group }),
  onFatal: (error) => {
    console.error(`the processor cannot go on: ${error.message}`);
    tell({ fatal: String(error.stack) });
    process.exit(1);
  },
  report: (line) => console.error(line),
  probe: (step) => {
    if (!isLoaded) return;
    if (step === 'sealed') commits++;
    const is = (at: ProcessorOrders['dieAt']): boolean => at?.step === step && at.commit === commits;
    // Nothing is flushed, closed or told: this is what a machine that loses power does.
    if (is(orders.dieAt)) process.kill(process.pid, 'SIGKILL');
    if (is(orders.freezeAt)) setTimeout(() => process.kill(process.pid, 'SIGSTOP'), 2);
    tell({ step, commit: commits });
  },
});
process.on('message', (message: { loaded?: boolean; status?: number }) => {
  if (message.loaded) isLoaded = true;
  if (message.status === undefined) return;
  const { rss, heapUsed: heap } = process.memoryUsage();
  tell({ id: message.status, status: { lanes: [...processor.lanes()], rss, heap } });
});
process.on('SIGTERM', () => {
  void processor
    .stop()
    .then(() => Promise.all([log.close(), sql.close()]))
    .then(() => process.exit(0));
});
// The harness must not leave it behind.
process.on('disconnect', () => process.exit(1));
await processor.start();
tell({ ready: true });
