import { type Fault, mustBite, mustHold } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { endsOf } from '../oracle/positions.ts';
import { appendAll } from '../workload/append.ts';
import { keptOrders } from '../workload/orders.ts';
import { traffic } from '../workload/traffic.ts';
import type { ProcessorStatus } from '../world/processor-process.ts';

const FULL_MS = 60_000;
const QUICK_MS = 15_000;
const HALF_AN_HOUR_MS = 30 * 60_000;
const ORDERS = 42_000;
const LOOK_EACH_MS = 500;
/** Nothing was applied for so long: the lanes have paused. */
const STILL_MS = 5_000;
/** On a busy machine they take longer to fill. */
const PATIENCE_MS = 180_000;
/** What the processor may take at most, whatever waits. */
const HEAP_MB = 384;
const RSS_MB = 800;
const MB = 1024 * 1024;

export const clickhouseDown: Fault = {
  number: 8,
  title: "ClickHouse down while half an hour's worth of events arrives",
  quick: false,
  async run(world) {
    const room = await world.room('f08');
    // With a heap of this size it dies if it holds what it cannot store.
    const processor = await room.processor({ nodeFlags: [`--max-old-space-size=${HEAP_MB}`] });
    const begun = Date.now() - HALF_AN_HOUR_MS;
    const shape = { seed: 8, begun, lastsMs: HALF_AN_HOUR_MS - 20_000 };
    const some = traffic({ ...shape, subjects: 1_500, name: 'some' });
    const tellings = [...keptOrders({ ...shape, orders: ORDERS, name: 'kept' }), ...some];
    await world.clickhouse.down();
    const until = Date.now() + (world.isQuick ? QUICK_MS : FULL_MS);
    const told = await appendAll(room.log, tellings);
    const looks: Look[] = [];
    const end = (await endsOf(room)).reduce((sum, each) => sum + each, 0);
    while (Date.now() < until || !stoodStill(looks)) {
      mustBite(Date.now() < until + PATIENCE_MS, 'the lanes never paused');
      looks.push(lookOf(await processor.status(), end));
      await new Promise((resolve) => setTimeout(resolve, LOOK_EACH_MS));
    }
    const last = looks.at(-1)!;
    mustBite(last.unread > 1_000, `lanes had read all but ${last.unread} records`);
    await world.clickhouse.up();
    await calm(room, [processor]);
    const after = lookOf(await processor.status(), end);
    await processor.stop();
    const rss = Math.max(...[...looks, after].map((look) => look.rss));
    mustHold(rss < RSS_MB, `it took ${rss} MB`);
    const compared = await compare(room, [told]);
    return `${tellings.length} events arrived, the lanes paused with ${last.unread} unread; ${rss} MB at most (rss) with a heap of ${HEAP_MB} MB; compared ${compared}`;
  },
};

interface Look {
  /** Records of `events` that have not been applied. */
  readonly unread: number;
  /** MB. */
  readonly rss: number;
}

/** @param end the sum of the ends of all lanes. */
function lookOf({ lanes, rss }: ProcessorStatus, end: number): Look {
  const events = lanes.filter(({ log }) => log === 'events');
  const applied = events.reduce((sum, { nextOffset }) => sum + nextOffset, 0);
  return { unread: end - applied, rss: Math.round(rss / MB) };
}

/** For so long nothing has been applied, though there is something to apply. */
function stoodStill(looks: readonly Look[]): boolean {
  const recent = looks.slice(-STILL_MS / LOOK_EACH_MS);
  return (
    recent.length === STILL_MS / LOOK_EACH_MS &&
    recent.every(({ unread }) => unread > 0 && unread === recent[0]!.unread)
  );
}
