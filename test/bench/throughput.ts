import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createSql, startEmbeddedClickHouse } from '@belfry/sql';
import { startLocalBroker } from '../support/kafka-broker.ts';
import { EVENTS_AN_ORDER } from './order-traffic.ts';
import { type Run, runParser, runProcessor } from './throughput-run.ts';

/** A million events, so that what loading and compiling costs once does not count on either side. */
const ORDERS = 200_000;
const RICH = fileURLToPath(new URL('./packs/three-promises.yaml', import.meta.url));
const HERE = new URL('../../', import.meta.url).href;

/**
 * Events per CPU-second of the whole processor, ClickHouse's inserts included, beside a kafkajs consumer that only
 * parses JSON: same broker, same traffic, same run. The processor's CPU is its user and system time until `positions`
 * passes the last record.
 *
 * `[orders] --rich` judges by a pack with three promises and four KPIs an order, `--repeat N` takes the middle of N runs,
 * and `--against DIR` runs the processor of another tree in turn with this one's: machines drift by more than what a
 * change is worth.
 */
export async function throughput(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { rich: { type: 'boolean' }, repeat: { type: 'string' }, against: { type: 'string' } },
  });
  const orders = Number(positionals[0] ?? ORDERS);
  const repeat = Number(values.repeat ?? 1);
  const events = orders * EVENTS_AN_ORDER;
  const trees: [string, string][] = [['whole processor', HERE]];
  if (values.against !== undefined) trees.push(['the other tree', `${pathToFileURL(resolve(values.against)).href}/`]);
  const parsing: number[] = [];
  const runs = new Map<string, Run[]>(trees.map(([name]) => [name, []]));

  const directory = await mkdtemp(join(tmpdir(), 'belfry-bench-'));
  const broker = await startLocalBroker();
  const clickhouse = await startEmbeddedClickHouse({ directory: join(directory, 'clickhouse') });
  try {
    const sql = createSql({ url: clickhouse.url, database: 'default' });
    await sql.ready(30_000);
    await sql.close();
    for (let round = 0; round < repeat; round++) {
      parsing.push(await runParser(broker.address, `parse${round}`, orders));
      // Each goes first as often as the other.
      for (const [name, tree] of round % 2 === 0 ? trees : trees.toReversed()) {
        const run = await runProcessor(
          {
            tree,
            broker: broker.address,
            clickhouse: { url: clickhouse.url, pid: clickhouse.pid! },
            name: `bench${round}x${trees.findIndex(([one]) => one === name)}`,
            policies: values.rich ? RICH : 'shipped',
          },
          orders,
        );
        runs.get(name)!.push(run);
      }
    }
  } finally {
    await clickhouse.stop();
    await broker.stop();
    await rm(directory, { recursive: true, force: true });
  }

  const parseMs = middle(parsing);
  const perSecond = (ms: number): number => Math.round(events / (ms / 1000));
  const told = [...runs].map(([name, all]) => {
    const cpuMs = middle(all.map((run) => run.cpuMs));
    return {
      name,
      bytesAnEvent: all[0]!.bytesAnEvent,
      processor: perSecond(cpuMs),
      cpuS: all.map((run) => Math.round(run.cpuMs) / 1000),
      clickhouseCpuS: middle(all.map((run) => run.clickhouseMs)) / 1000,
      wallS: middle(all.map((run) => run.wallMs)) / 1000,
      rssMb: Math.round(middle(all.map((run) => run.rss)) / 1e6),
      ratio: Number((parseMs / cpuMs).toFixed(3)),
    };
  });
  console.table({
    'parses only': { 'events per CPU-second': perSecond(parseMs), 'CPU s': parseMs / 1000 },
    ...Object.fromEntries(
      told.map(({ name, processor, ratio, clickhouseCpuS }) => [
        name,
        {
          'events per CPU-second': processor,
          'CPU s': events / processor,
          'us an event': 1e6 / processor,
          ratio,
          'ClickHouse beside it, CPU s': clickhouseCpuS,
        },
      ]),
    ),
  });
  const { name: _, ...ours } = told[0]!;
  const other = told[1] === undefined ? {} : { against: told[1] };
  console.log(
    JSON.stringify({
      bench: 'throughput',
      rich: values.rich ?? false,
      events,
      parseOnly: perSecond(parseMs),
      ...ours,
      ...other,
    }),
  );
}

const middle = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
};
