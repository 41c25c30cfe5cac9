import type { AddressInfo } from 'node:net';
import { composeIngest } from '@belfry/ingest/compose';
import { machineClock } from '@belfry/ingest/contract';
import type { EventLog } from '@belfry/ingest/log';
import { serve } from '@hono/node-server';
import type { IntakeOrders } from '../world/intake-process.ts';
import type { ProcessorPlace } from '../world/processor-process.ts';
import { openLog } from '../world/skewed-log.ts';

/** What `ingest/src/main.ts` does, with a door between the log's acknowledgement and the answer. */
const orders = JSON.parse(process.argv[2]!) as ProcessorPlace & IntakeOrders;
const kafka = await openLog(orders, {
  brokers: orders.brokers,
  prefix: orders.prefix,
  clientId: 'intake',
  wallClock: machineClock,
});
await kafka.ensure([{ name: 'events', partitions: 0 }]);
let appends = 0;
const log: EventLog = {
  ...kafka,
  async append(...told) {
    const appended = await kafka.append(...told);
    if (++appends === orders.dieAfterAppend) process.kill(process.pid, 'SIGKILL');
    return appended;
  },
};
const ingest = composeIngest({ log, wallClock: machineClock, report: (line) => console.error(line) });
const server = serve({ fetch: ingest.app.fetch, port: orders.port ?? 0, hostname: '127.0.0.1' }, (address) => {
  process.send!({ ready: true, url: `http://127.0.0.1:${(address as AddressInfo).port}` });
});
process.on('SIGTERM', () => {
  server.close();
  void ingest
    .close()
    .then(() => kafka.close())
    .then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(1));
