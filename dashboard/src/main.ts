/**
 * Runs the dashboard alone, beside a Kafka and a ClickHouse that others fill. Environment: KAFKA_BROKERS, CLICKHOUSE_URL,
 * CLICKHOUSE_DB, BELFRY_PREFIX, PORT (4100), HOST (127.0.0.1); BELFRY_INTAKE (http://127.0.0.1:4101), where what people say
 * goes; BELFRY_PROCESSOR (http://127.0.0.1:4102), which says why clocks stand as they stand; with BELFRY_TOKEN if they ask
 * for one.
 * BELFRY_PROXY as for npm start. On a host other than loopback everything is closed without a token; the link of the first
 * admin is printed once.
 */
import type { Server } from 'node:http';
import { createAccess, isProxied, reachedAs } from '@belfry/access';
import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog } from '@belfry/ingest/log';
import { createSql } from '@belfry/sql';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { composeDashboard, explainByProcessor, sayToIntake } from './compose.ts';

const { KAFKA_BROKERS, CLICKHOUSE_URL, CLICKHOUSE_DB, BELFRY_PREFIX, PORT = '4100', HOST = '127.0.0.1' } = process.env;
const { BELFRY_INTAKE, BELFRY_PROCESSOR, BELFRY_TOKEN } = process.env;
const intake = BELFRY_INTAKE || 'http://127.0.0.1:4101';
const processor = BELFRY_PROCESSOR || 'http://127.0.0.1:4102';

const report = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const fail = (line: string): never => {
  report(line);
  process.exit(1);
};

if (!KAFKA_BROKERS)
  fail('KAFKA_BROKERS is not set. Name the brokers (host:port, with commas), or run it all with: npm start');
if (!CLICKHOUSE_URL) fail('CLICKHOUSE_URL is not set. Name the server, for instance http://127.0.0.1:8123');
if (!URL.canParse(intake)) fail(`BELFRY_INTAKE is no address: ${intake}. Write for instance http://127.0.0.1:4101`);

const sql = createSql({ url: CLICKHOUSE_URL!, ...(CLICKHOUSE_DB ? { database: CLICKHOUSE_DB } : {}) });
const log = await createKafkaLog({
  brokers: KAFKA_BROKERS!.split(','),
  wallClock: machineClock,
  ...(BELFRY_PREFIX ? { prefix: BELFRY_PREFIX } : {}),
}).catch((error: Error) => fail(`Kafka at ${KAFKA_BROKERS} cannot be used: ${error.message}`));
// Whoever starts first creates the logs; the number of partitions is stored with them.
await log
  .ensure([
    { name: 'events', partitions: 0 },
    { name: 'signals', partitions: 1 },
    { name: 'deliveries', partitions: 1 },
  ])
  .catch((error: Error) => fail(`The logs cannot be used: ${error.message}`));
if (!URL.canParse(processor))
  fail(`BELFRY_PROCESSOR is no address: ${processor}. Write for instance http://127.0.0.1:4102`);
const say = sayToIntake({ url: intake, token: BELFRY_TOKEN || undefined });
const explain = explainByProcessor({ url: processor, token: BELFRY_TOKEN || undefined });
const access = createAccess({
  sql,
  wallClock: machineClock,
  host: HOST,
  proxied: isProxied(process.env.BELFRY_PROXY),
  report,
});
const dashboard = composeDashboard({ log, sql, wallClock: machineClock, demo: false, say, explain, report, access });
const app = new Hono().use(access.gate).route('/', access.app).route('/', dashboard.app);

const server = serve({ fetch: app.fetch, port: Number(PORT), hostname: HOST }, ({ port }) => {
  report(`The wall is at http://${HOST}:${port}/`);
  void access.firstAdminLink(`http://${reachedAs(HOST)}:${port}`).then(
    (link) => link === undefined || report(`Admin: ${link}`),
    (error: Error) => report(`The first admin's token could not be kept; start again for another: ${error.message}`),
  );
}) as Server;
server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') fail(`Port ${PORT} is taken. Name another: PORT=4101`);
  fail(`The wall cannot be served on ${HOST}:${PORT}: ${error.message}`);
});
dashboard.attach(server);

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  server.close();
  await dashboard.stop();
  await access.stop();
  await log.close();
  await sql.close();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());

try {
  await access.start();
  await dashboard.start();
} catch (error) {
  fail(`The wall cannot read the log: ${error instanceof Error ? error.message : String(error)}`);
}
