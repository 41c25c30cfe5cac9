/**
 * Runs ingest alone, beside a Kafka that others read. Environment: KAFKA_BROKERS, BELFRY_PREFIX, PORT (4100), HOST
 * (127.0.0.1), CLICKHOUSE_URL and CLICKHOUSE_DB (where tokens are kept; without them it is open to this machine only),
 * BELFRY_PROXY. `/livez` says that the process answers, `/readyz` that the log does.
 */
import type { Server } from 'node:http';
import { createAccess, isLoopback, isProxied } from '@belfry/access';
import { createSql } from '@belfry/sql';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { composeIngest } from './compose.ts';
import { machineClock } from './contract/index.ts';
import { createKafkaLog } from './log/index.ts';
import { healthRoute } from './sources/http/health-route.ts';

const { KAFKA_BROKERS, CLICKHOUSE_URL, CLICKHOUSE_DB, BELFRY_PREFIX, PORT = '4100', HOST = '127.0.0.1' } = process.env;

const report = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const fail = (line: string): never => {
  report(line);
  process.exit(1);
};

if (!KAFKA_BROKERS)
  fail('KAFKA_BROKERS is not set. Name the brokers (host:port, with commas), or run it all with: npm start');
if (!CLICKHOUSE_URL && !isLoopback(HOST)) {
  fail(
    `HOST ${HOST} would let others write, and there are no tables with tokens to keep them out: set CLICKHOUSE_URL, or HOST=127.0.0.1.`,
  );
}

const log = await createKafkaLog({
  brokers: KAFKA_BROKERS!.split(','),
  clientId: 'belfry-ingest',
  wallClock: machineClock,
  report,
  ...(BELFRY_PREFIX ? { prefix: BELFRY_PREFIX } : {}),
}).catch((error: Error) => fail(`Kafka at ${KAFKA_BROKERS} cannot be used: ${error.message}`));
// Whoever starts first creates the log; the number of partitions is stored with it.
await log
  .ensure([{ name: 'events', partitions: 0 }])
  .catch((error: Error) => fail(`The log of events cannot be used: ${error.message}`));

const ingest = composeIngest({ log, wallClock: machineClock, report });
const sql = CLICKHOUSE_URL
  ? createSql({ url: CLICKHOUSE_URL, ...(CLICKHOUSE_DB ? { database: CLICKHOUSE_DB } : {}) })
  : null;
const access = createAccess({
  sql,
  wallClock: machineClock,
  host: HOST,
  proxied: isProxied(process.env.BELFRY_PROXY),
  report,
});
let stopping = false;
// Signing in and making tokens is the dashboard's; here they only open the gate.
const app = new Hono()
  .use(access.gate)
  .route('/', healthRoute({ log, wallClock: machineClock, isStopping: () => stopping }))
  .route('/', ingest.app);

// Not awaited: a ClickHouse that is away keeps nobody at this machine from sending.
void access.start();

const server = serve({ fetch: app.fetch, port: Number(PORT), hostname: HOST }, ({ port }) => {
  report(`Events are taken at http://${HOST}:${port}/events`);
}) as Server;
server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') fail(`Port ${PORT} is taken. Name another: PORT=4101`);
  fail(`Events cannot be taken at ${HOST}:${PORT}: ${error.message}`);
});

const SWEEP_MS = 20;
/** How long answers may take to leave, once everything is decided. */
const LAST_WORDS_MS = 2_000;

/** Takes nothing more, waits until the log has what was taken, answers it, ends. A second signal ends at once. */
async function stop(): Promise<void> {
  if (stopping) process.exit(1);
  stopping = true;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await ingest.close();
  // The last answers are on their way; a connection ends once it has nothing left to say.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const late = new Promise<void>((resolve) => setTimeout(resolve, LAST_WORDS_MS).unref());
  await Promise.race([closed, late]);
  clearInterval(sweep);
  await log.close();
  await access.stop();
  await sql?.close();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void stop().then(
      () => process.exit(0),
      (error: unknown) => fail(`stopping failed: ${String(error)}`),
    );
  });
}
