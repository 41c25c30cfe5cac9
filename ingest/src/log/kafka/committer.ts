import type { Consumer } from 'kafkajs';

/** Tells the group's coordinator how far its members are. Lag monitors read it; Belfry never does. */
export interface Committer {
  commit(partition: number, nextOffset: number): void;
  stop(): void;
}

/**
 * Commits in the background, the latest offsets of all partitions in one request, one request at a time: nobody waits
 * for it, and during a rebalance or without a broker it is just late. What fails is made good by the next one.
 */
export function createCommitter(consumer: Pick<Consumer, 'commitOffsets'>, topic: string): Committer {
  let latest = new Map<number, number>();
  let running = false;
  let stopped = false;

  const run = async (): Promise<void> => {
    running = true;
    while (latest.size > 0 && !stopped) {
      const offsets = [...latest].map(([partition, offset]) => ({ topic, partition, offset: String(offset) }));
      latest = new Map();
      await consumer.commitOffsets(offsets).catch(() => undefined);
    }
    running = false;
  };
  return {
    commit(partition, nextOffset) {
      if (stopped) return;
      latest.set(partition, nextOffset);
      if (!running) void run();
    },
    stop() {
      stopped = true;
    },
  };
}
