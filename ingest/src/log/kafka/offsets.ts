import type { Admin, Kafka } from 'kafkajs';
import type { WallClock } from '../../contract/wall-clock.ts';
import { type Bounds, LogError } from '../event-log.ts';
import { untilNow } from './not-now.ts';

export interface Offsets {
  /** The bounds of every partition of a topic. @throws LogError `LOG_UNAVAILABLE` */
  bounds(topic: string): Promise<readonly Bounds[]>;
  close(): Promise<void>;
}

/**
 * Asks the leaders of a topic for their offsets. kafkajs's admin remembers leaders for five minutes and does not look
 * again when one says that it is none, so after such an answer a new admin is asked.
 */
export function createOffsets(kafka: Kafka, wallClock: WallClock): Offsets {
  let current: Promise<Admin> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** Who asks while a question is under way gets the same answer. */
  const asked = new Map<string, Promise<readonly Bounds[]>>();

  const connected = async (): Promise<Admin> => {
    const admin = kafka.admin();
    await admin.connect();
    return admin;
  };
  const drop = (admin: Promise<Admin>): void => {
    if (current === admin) current = undefined;
    void admin.then((it) => it.disconnect()).catch(() => undefined);
  };
  const askOnce = async (topic: string): Promise<readonly Bounds[]> => {
    current ??= connected();
    const admin = current;
    try {
      const bounds: Bounds[] = [];
      for (const { partition, low, high } of await (await admin).fetchTopicOffsets(topic))
        bounds[partition] = { low: Number(low), high: Number(high) };
      return bounds;
    } catch (error) {
      drop(admin);
      throw error;
    }
  };
  const ask = (topic: string): Promise<readonly Bounds[]> =>
    untilNow(wallClock, () => askOnce(topic)).catch((cause: unknown) => {
      const message = `asking for the bounds of ${topic} failed: ${String(cause)}`;
      throw new LogError('LOG_UNAVAILABLE', message, { retriable: true, cause });
    });

  return {
    bounds(topic) {
      const running = asked.get(topic);
      if (running) return running;
      // One question at a time: an admin that is dropped must not be dropped under somebody else.
      const asking = last.then(() => ask(topic)).finally(() => asked.delete(topic));
      last = asking.catch(() => undefined);
      asked.set(topic, asking);
      return asking;
    },
    async close() {
      await Promise.allSettled(asked.values());
      await (await current?.catch(() => undefined))?.disconnect();
      current = undefined;
    },
  };
}
