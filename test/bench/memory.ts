import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers';
import { machineClock } from '@belfry/ingest/contract';
import { FROM, memory, OpenSubjects, SHAPES } from './open-subjects.ts';

const OPEN = 1_000_000;
/** So many of them are told of once more, spread over all. */
const TOUCHED = 50_000;
const A_TURN = 1000;
const MINUTE = 60_000;

/**
 * What so many open orders, each with one running clock, cost a process: bytes, the longest time that the event loop is
 * held by the lane and by the garbage collector, and what an event costs at that size whose subject is at rest. How small
 * a heap may be is for `NODE_OPTIONS=--max-old-space-size=...` to say.
 */
export async function memoryOf(args: readonly string[]): Promise<void> {
  const open = Number(args[0] ?? OPEN);
  const collector = new Collector();
  const before = memory();
  collector.longest = 0;
  const lane = new OpenSubjects(SHAPES.order);
  const opening = await inTurns(open, () => lane.open());
  await inTurns(20, () => lane.commit());
  const opened = { each: Math.round((memory() - before) / open), ...process.memoryUsage() };

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
    'longest step of the lane': `${touching.longestMs} ms`,
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
      longestStepMs: touching.longestMs,
      longestCollectionMs: collected,
    }),
  );
}

/** Works with a turn of the event loop between, as a lane does; by the processor's time, but for the longest of its steps. */
async function inTurns(times: number, work: (n: number) => void) {
  const begun = process.cpuUsage();
  let longestMs = 0;
  for (let n = 0; n < times; n++) {
    const at = machineClock.now();
    work(n);
    longestMs = Math.max(longestMs, machineClock.now() - at);
    if (n % A_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const { user, system } = process.cpuUsage(begun);
  return { usEach: Math.round(((user + system) / times) * 100) / 100, longestMs };
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
