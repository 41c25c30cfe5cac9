import { constants, PerformanceObserver } from 'node:perf_hooks';
import { OPEN_SUBJECTS, type OpenSubjectsName } from '../stage/open-subjects.ts';
import { OrdersInMemory } from '../stage/orders-in-memory.ts';

/** What it is told: so many open clocks, of subjects of this kind. */
export interface OpenClocks {
  readonly subjects: OpenSubjectsName;
  readonly clocks: number;
}

/** Bytes and ms. */
export interface ClocksHeld {
  readonly clocks: number;
  readonly heap: number;
  readonly resident: number;
  readonly longestPause: number;
  readonly longestMajorPause: number;
  readonly pauses: number;
  readonly seconds: number;
}

const { subjects, clocks } = JSON.parse(process.argv[2]!) as OpenClocks;
const { pack, opened, clocks: each } = OPEN_SUBJECTS[subjects];
/** After so many subjects it lets pauses be heard of. */
const SLICE = 20_000;

let [longestPause, longestMajorPause, pauses] = [0, 0, 0];
const observer = new PerformanceObserver((list) => {
  for (const { duration, detail } of list.getEntries() as unknown as { duration: number; detail: GcDetail }[]) {
    // Those that it asks for itself, to measure, are none that a lane would have.
    if ((detail.flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0) continue;
    pauses++;
    longestPause = Math.max(longestPause, duration);
    if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) longestMajorPause = Math.max(longestMajorPause, duration);
  }
});
interface GcDetail {
  readonly kind: number;
  readonly flags: number;
}

function memory() {
  globalThis.gc!();
  globalThis.gc!();
  const { heapUsed, external, rss } = process.memoryUsage();
  // What array buffers take is a part of what is external.
  return { heap: heapUsed + external, resident: rss };
}

const at = Date.UTC(2026, 0, 5, 9);
const lane = new OrdersInMemory(await pack(), at);
const before = memory();
observer.observe({ entryTypes: ['gc'] });
const begun = Date.now();
const count = Math.ceil(clocks / each);
for (let n = 0; n < count; n++) {
  for (const record of opened(lane.records, n, at + n)) lane.apply(record);
  if (n % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
}
lane.commit();
await new Promise((resolve) => setImmediate(resolve));
const seconds = (Date.now() - begun) / 1000;
observer.disconnect();
const after = memory();
// It is asked again, so that nothing of it could be let go before.
lane.mustRun();
const held: ClocksHeld = {
  clocks: count * each,
  heap: after.heap - before.heap,
  resident: after.resident - before.resident,
  longestPause,
  longestMajorPause,
  pauses,
  seconds,
};
process.send!({ held });
