import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a process says of itself, beside what it does. */
export interface ProbeAnswer {
  /** Bytes after a full collection, array buffers included. */
  readonly heap: number;
  readonly resident: number;
  /** Of the event loop since it was asked last, ms. */
  readonly loopP99: number;
  readonly loopMax: number;
  /** What keeps it running, by kind: timers, sockets, servers. */
  readonly resources: Readonly<Record<string, number>>;
}

/**
 * Loaded before Belfry in its own process (`--import`), so that the soak measures the very app that people start. The channel
 * on which it is asked keeps nobody running, and without whoever asks the process ends.
 */
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const MS = 1e-6;

process.on('message', (asked) => {
  if (asked !== 'sample') return;
  // Read before the collection, which holds the loop for the soak's sake only.
  const [loopP99, loopMax] = [delay.percentile(99) * MS, delay.max * MS];
  globalThis.gc!();
  const { heapUsed, external, rss } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  delay.reset();
  const answer: ProbeAnswer = { heap: heapUsed + external, resident: rss, loopP99, loopMax, resources };
  process.send!(answer);
});
process.on('disconnect', () => process.exit(1));
process.channel!.unref();
