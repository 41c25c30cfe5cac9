import { rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createAccess, isProxied } from '@belfry/access';
import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog, LOGS } from '@belfry/ingest/log';
import { createSql, migrate } from '@belfry/sql';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { shippedPacks } from './adapters/shipped-packs.ts';
import { composeProcessor, readHooks } from './compose.ts';
import { composeInquiry } from './inquiry/compose-inquiry.ts';

/**
 * The processor as a process of its own, on Kafka and ClickHouse given by the environment (README). BELFRY_READY_FILE
 * names a file that is there while it runs and its policies are in the log. With PORT set it answers questions there (why a
 * clock stands as it stands), about all lanes, whichever it owns: the answers come from the tables. On a HOST other than
 * loopback it asks for a token.
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

const hooks = await readHooks(process.env, machineClock.now()).catch((error: Error) => {
  console.error(error.message);
  process.exit(2);
});
for (const warning of hooks.warnings) console.error(`warning: ${warning}`);

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

const processor = composeProcessor({
  log,
  sql,
  wallClock: machineClock,
  policies: await shippedPacks({ demo: false }),
  hooks: hooks.hooks,
  ...(given('BELFRY_PUBLIC_URL') === undefined ? {} : { baseUrl: given('BELFRY_PUBLIC_URL')! }),
  routing: hooks,
  onFatal: fatal,
  report: (line) => console.error(line),
});

const access = createAccess({
  sql,
  wallClock: machineClock,
  host: given('HOST') ?? '127.0.0.1',
  proxied: isProxied(given('BELFRY_PROXY')),
  report: (line) => console.error(line),
});
await access.start();
const server = given('PORT') === undefined ? undefined : listen(given('PORT')!, given('HOST') ?? '127.0.0.1');

function listen(port: string, hostname: string): Server {
  const inquiry = composeInquiry({
    log,
    sql,
    wallClock: machineClock,
    generation: 1,
    routing: hooks.routing,
    report: (line) => console.error(line),
  });
  const { fetch } = new Hono().use(access.gate).route('/', inquiry);
  const opened = serve({ fetch, port: Number(port), hostname }, (address) => {
    console.error(`questions are answered at http://${hostname}:${address.port}/api/explain`);
  }) as Server;
  opened.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') fatal(new Error(`port ${port} is taken; name another: PORT=4102`));
    fatal(new Error(`questions cannot be answered at ${hostname}:${port}: ${error.message}`));
  });
  return opened;
}

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(1);
    stopping = true;
    server?.close();
    server?.closeAllConnections();
    void processor
      .stop()
      .then(() => access.stop())
      .then(() => Promise.all([log.close(), sql.close()]))
      .then(() => process.exit(0));
  });
}

await processor.start();
if (readyFile !== undefined) await writeFile(readyFile, '');
console.error('the processor runs');
