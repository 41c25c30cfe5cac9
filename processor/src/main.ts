import { rm, writeFile } from 'node:fs/promises';
import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog, LOGS } from '@belfry/ingest/log';
import { createSql, migrate } from '@belfry/sql';
import { shippedPacks } from './adapters/shipped-packs.ts';
import { composeProcessor } from './compose.ts';

/**
 * The processor as a process of its own, on Kafka and ClickHouse given by the environment (README). BELFRY_READY_FILE
 * names a file that is there while it runs and its policies are in the log: nothing listens here that could be asked.
 */
function given(name: string): string | undefined {
  const value = process.env[name];
  // An empty variable is an unset one, as for `npm start`.
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

function required(name: string): string {
  const value = given(name);
  if (value === undefined) {
    console.error(`${name} is not set; the processor alone needs Kafka and ClickHouse. "npm start" brings both along.`);
    process.exit(2);
  }
  return value;
}

const readyFile = given('BELFRY_READY_FILE');
// One that was killed has left its file behind.
if (readyFile !== undefined) await rm(readyFile, { force: true });

const brokers = required('KAFKA_BROKERS').split(',');
const sql = createSql({ url: required('CLICKHOUSE_URL'), database: given('CLICKHOUSE_DB') ?? 'belfry' });
const log = await createKafkaLog({
  brokers,
  prefix: given('BELFRY_PREFIX') ?? 'belfry',
  clientId: 'belfry-processor',
  wallClock: machineClock,
});

const fatal = (error: Error): never => {
  console.error(`the processor cannot go on: ${error.message}`);
  process.exit(1);
};

await sql.ready(60_000);
await migrate(sql);
await log.ensure(LOGS);

const hookUrl = given('BELFRY_HOOK_URL');
const processor = composeProcessor({
  log,
  sql,
  wallClock: machineClock,
  policies: await shippedPacks({ demo: false }),
  hooks: hookUrl === undefined ? [] : [{ name: 'hook', url: hookUrl, secret: required('BELFRY_HOOK_SECRET') }],
  onFatal: fatal,
  report: (line) => console.error(line),
});

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(1);
    stopping = true;
    void processor
      .stop()
      .then(() => Promise.all([log.close(), sql.close()]))
      .then(() => process.exit(0));
  });
}

await processor.start();
if (readyFile !== undefined) await writeFile(readyFile, '');
console.error('the processor runs');
