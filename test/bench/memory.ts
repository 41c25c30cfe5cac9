import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { FROM, memory, OpenSubjects, SHAPES } from './open-subjects.ts';

const OPEN = 1_000_000;
/** So many of them are told of once more, spread over all. */
const TOUCHED = 50_000;
const A_TURN = 1000;
const MINUTE = 60_000;
const SETTLE_MS = 200;

/**
 * What so many open orders, each with one running clock, cost a process: bytes, the longest pause of the garbage
 * collector, and what an event costs at that size whose subject is at rest. How small
 * a heap may be is for `NODE_OPTIONS=--max-old-space-size=...` to say.
 */
export async function memoryOf(args: readonly string[]): Promise<void> {
  const open = Number(args[0] ?? OPEN);
  const collector = new Collector();
  const before = memory();
  const lane = new OpenSubjects(SHAPES.order);
  const opening = await inTurns(open, () => lane.open());
  await inTurns(20, () => lane.commit());
  const opened = { each: Math.round((memory() - before) / open), ...process.memoryUsage() };

  // What was collected by force above is told of in a later turn.
  await setTimeout(SETTLE_MS);
  collector.longest = 0;
  const { records } = lane;
  const touching = await inTurns(TOUCHED, (n) => {
    const order = Math.floor((n * open) / TOUCHED);
    const time = FROM + order + MINUTE;
    lane.apply(records.event(SHAPES.order.subject(order), 'order.accepted', time, FROM + open));
  });
  const collected = collector.longest;
  const mb = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
  console.table({
    'open orders with one clock': open,
    'bytes each, in the heap and outside': opened.each,
    heap: mb(opened.heapUsed),
    'outside the heap': mb(opened.external),
    'resident set': mb(opened.rss),
    'CPU of an event that opens one': `${opening.usEach} us`,
    'CPU of an event of one at rest': `${touching.usEach} us`,
    'longest pause of the collector at that size': `${collected} ms`,
  });
  collector.end();
  console.log(
    JSON.stringify({
      bench: 'memory',
      open,
      bytesEach: opened.each,
      heap: opened.heapUsed,
      rss: opened.rss,
      openUs: opening.usEach,
      touchUs: touching.usEach,
      longestCollectionMs: collected,
    }),
  );
}

/** Works with a turn of the event loop between, as a lane does; by the processor's time. */
async function inTurns(times: number, work: (n: number) => void) {
  const begun = process.cpuUsage();
  for (let n = 0; n < times; n++) {
    work(n);
    if (n % A_TURN === 0) await setImmediate();
  }
  const { user, system } = process.cpuUsage(begun);
  return { usEach: Math.round(((user + system) / times) * 100) / 100 };
}

/** The longest pause of the garbage collector, ms. */
class Collector {
  longest = 0;
  private readonly observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) this.longest = Math.max(this.longest, Math.round(duration * 10) / 10);
  });

  constructor() {
    this.observer.observe({ entryTypes: ['gc'] });
  }

  end(): void {
    this.observer.disconnect();
  }
}
