import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog, LOGS } from '@belfry/ingest/log';
import { composeProcessor, shippedPacks } from '@belfry/processor/compose';
import { createSql } from '@belfry/sql';

/** The whole processor in a process of its own; says what CPU time it has used whenever it is asked. */
const [brokers = '', prefix = '', url = '', database = ''] = process.argv.slice(2);
const log = await createKafkaLog({ brokers: brokers.split(','), prefix, clientId: 'bench', wallClock: machineClock });
const sql = createSql({ url, database });
await log.ensure(LOGS);
const processor = composeProcessor({
  log,
  sql,
  wallClock: machineClock,
  policies: await shippedPacks({ demo: true }),
  hooks: [],
  onFatal: (error) => {
    throw error;
  },
  report: (line) => console.error(line),
});
process.on('message', (asked) => {
  if (asked === 'cpu') {
    const { user, system } = process.cpuUsage(begun);
    process.send!({ cpuMs: (user + system) / 1000, rss: process.memoryUsage.rss() });
  } else {
    void processor.stop().then(() => process.exit(0));
  }
});
// What it costs to load the code and to read the packs is paid once, whatever the traffic.
const begun = process.cpuUsage();
await processor.start();
process.send!({ ready: true });
