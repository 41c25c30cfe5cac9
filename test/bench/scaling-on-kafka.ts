import { appendAll } from './stage/append-all.ts';
import { cpuOf } from './stage/cpu-time.ts';
import { openOrder, shipOpenOrder } from './stage/order-events.ts';
import type { BenchProcess } from './stage/processes.ts';
import { onStage } from './stage/stage.ts';
import { untilStored } from './stage/stored.ts';
import { Turnover } from './stage/turnover.ts';

const EVENTS = 100_000;

/**
 * CPU and wall time of events (a random open order ships, a new one is opened), with one processor and then with two on the same lanes, until all is
 * stored. Whoever appends the events runs beside them and costs wall time too.
 */
export async function scalingOnKafka(sizes: readonly number[]) {
  const rows: Awaited<ReturnType<typeof measure>>[] = [];
  for (const open of sizes) rows.push(...(await atSize(open)));
  const first = new Map([1, 2].map((processors) => [processors, rows.find((row) => row.processors === processors)!]));
  const told = rows.map((row) => ({
    ...row,
    ratio: Number((row.usAnEvent / first.get(row.processors)!.usAnEvent).toFixed(2)),
  }));
  console.log('on Kafka and ClickHouse, until stored:');
  console.table(told);
  return told;
}

const atSize = (open: number) =>
  onStage(async ({ run, log, sql, clickhouse }) => {
    const processors = [run('processor')];
    await processors[0]!.said(/the processor runs/);
    await appendAll(log, openOrders(open));
    await untilStored(log, sql);
    const turnover = new Turnover(open);
    const send = async (): Promise<void> => {
      await appendAll(log, turned(turnover, Date.now()));
      await untilStored(log, sql);
    };
    // Not measured: it compiles.
    await send();
    const rows = [await measure(open, processors, clickhouse.pid!, send)];
    processors.push(run('processor'));
    await processors[1]!.said(/the processor runs/);
    await send();
    rows.push(await measure(open, processors, clickhouse.pid!, send));
    return rows;
  });

async function measure(
  open: number,
  processors: readonly BenchProcess[],
  clickhouse: number,
  send: () => Promise<void>,
) {
  const cpu = (): Promise<number[]> => Promise.all([...processors.map(({ pid }) => pid), clickhouse].map(cpuOf));
  const before = await cpu();
  const begun = Date.now();
  await send();
  const wallMs = Date.now() - begun;
  const used = (await cpu()).map((ms, n) => ms - before[n]!);
  const own = used.slice(0, -1);
  return {
    open,
    processors: processors.length,
    usAnEvent: Number(((own.reduce((sum, ms) => sum + ms, 0) * 1000) / EVENTS).toFixed(2)),
    cpuMsEach: own.join(' + '),
    clickhouseUsAnEvent: Number(((used.at(-1)! * 1000) / EVENTS).toFixed(2)),
    eventsASecond: Math.round(EVENTS / (wallMs / 1000)),
  };
}

function* openOrders(open: number) {
  const now = Date.now();
  for (let n = 0; n < open; n++) yield openOrder(n, now);
}

function* turned(turnover: Turnover, now: number) {
  for (let turn = 0; turn < EVENTS / 2; turn++) {
    const { ends, opens } = turnover.next();
    yield shipOpenOrder(ends, now);
    yield openOrder(opens, now);
  }
}
