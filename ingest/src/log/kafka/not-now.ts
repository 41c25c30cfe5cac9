import type { WallClock } from '../../contract/wall-clock.ts';

/** Answers of a broker that say "not here, not now": a topic that is just being made, a leader that moved. */
const NOT_NOW = new Set([
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'KafkaJSTopicMetadataNotLoaded',
]);
const AGAIN_AFTER_MS = 100;
const TIMES = 50;

/** Does something again, for some seconds, as long as brokers only say "not now". kafkajs itself gives up at once. */
export async function untilNow<T>(wallClock: WallClock, work: () => Promise<T>): Promise<T> {
  for (let left = TIMES; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      const { type, name } = error as { type?: string; name?: string };
      if (left === 0 || !NOT_NOW.has(type ?? name ?? '')) throw error;
      await new Promise<void>((resolve) => wallClock.after(AGAIN_AFTER_MS, resolve));
    }
  }
}
