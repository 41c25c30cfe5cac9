import { readFile } from 'node:fs/promises';
import { machineClock } from '@belfry/ingest/contract';

/**
 * The whole processor in a process of its own; says what CPU time it has used whenever it is asked. Its code is that of
 * the tree that is named, so that two of them can be measured in one run.
 * @param policies `shipped`, or the file of the one pack that is in force.
 */
const [tree = '', brokers = '', prefix = '', url = '', database = '', policies = 'shipped'] = process.argv.slice(2);
const of = <Module>(file: string) => import(new URL(file, tree).href) as Promise<Module>;
const { createKafkaLog, LOGS } = await of<typeof import('@belfry/ingest/log')>('ingest/src/log/index.ts');
const { createSql } = await of<typeof import('@belfry/sql')>('sql/src/index.ts');
const { composeProcessor, shippedPacks } =
  await of<typeof import('@belfry/processor/compose')>('processor/src/compose.ts');

const log = await createKafkaLog({ brokers: brokers.split(','), prefix, clientId: 'bench', wallClock: machineClock });
const sql = createSql({ url, database });
await log.ensure(LOGS);
const processor = composeProcessor({
  log,
  sql,
  wallClock: machineClock,
  policies:
    policies === 'shipped'
      ? await shippedPacks({ demo: true })
      : [{ name: policies, yaml: await readFile(policies, 'utf8') }],
  hooks: [],
  onFatal: (error) => {
    console.error(`the processor cannot go on: ${error.message}`);
    process.exit(1);
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
