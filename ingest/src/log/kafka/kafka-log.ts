import kafkajs from 'kafkajs';
import type { WallClock } from '../../contract/wall-clock.ts';
import { type Bounds, type EventLog, LogError, type LogName, type Subscription } from '../event-log.ts';
import { registerCodecs } from './codecs.ts';
import { createLogger } from './logger.ts';
import { untilNow } from './not-now.ts';
import { createOffsets } from './offsets.ts';
import { readBatchesOurselves } from './read-batches.ts';
import { createSender, type Sender } from './sender.ts';
import { startSubscription } from './subscription.ts';
import { ensureTopics } from './topics.ts';
import { writeBatchesOurselves } from './write-batches.ts';

export interface KafkaLogOptions {
  readonly brokers: readonly string[];
  /** Stands before the names of topics and groups: `belfry` gives `belfry.events`. Default `belfry`. */
  readonly prefix?: string;
  /** What a log gets whose spec says 0 partitions. Default 16. */
  readonly partitions?: number;
  /** How the brokers name us in their logs. Default `belfry`. */
  readonly clientId?: string;
  /** Only watches over sessions; append times are the brokers'. */
  readonly wallClock: WallClock;
  /** Takes what an operator should read. Default: a line on standard error. */
  readonly report?: (line: string) => void;
}

/** A topic that `ensure` has seen. */
interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly sender: Sender;
}

/**
 * The log on Kafka. It is used as if it could do less than it can: no transactions, no idempotent producer, committed
 * offsets only as advice (docs/adr says why).
 *
 * @throws LogError `LOG_UNAVAILABLE` if no broker answers.
 */
export async function createKafkaLog(options: KafkaLogOptions): Promise<EventLog> {
  const { brokers, prefix = 'belfry', clientId = 'belfry', wallClock, partitions: defaultPartitions = 16 } = options;
  const report = options.report ?? ((line: string) => console.warn(line));
  const { creator, rangeAlarm } = createLogger(report, () => wallClock.now());
  registerCodecs();
  readBatchesOurselves();
  writeBatchesOurselves();
  const kafka = new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    logLevel: kafkajs.logLevel.ERROR,
    logCreator: creator,
    connectionTimeout: 5_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6 },
  });
  const admin = kafka.admin();
  const offsets = createOffsets(kafka, wallClock);
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    idempotent: false,
    // Every message names its partition.
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition!,
  });
  const topics = new Map<LogName, Topic>();
  const subscriptions = new Set<Subscription>();
  let closed = false;

  try {
    await Promise.all([admin.connect(), producer.connect()]);
  } catch (cause) {
    await Promise.allSettled([admin.disconnect(), producer.disconnect()]);
    const message = `no Kafka broker answers at ${brokers.join(', ')} (KAFKA_BROKERS): ${String(cause)}`;
    throw new LogError('LOG_UNAVAILABLE', message, { retriable: true, cause });
  }

  const topicOf = (log: LogName): Topic => {
    if (closed) throw new LogError('LOG_CLOSED', `log "${log}" is used after close()`);
    const topic = topics.get(log);
    if (!topic) throw new LogError('LOG_UNKNOWN', `log "${log}" is used before ensure() was called for it`);
    return topic;
  };
  const checkedTopicOf = (log: LogName, partition: number): Topic => {
    const topic = topicOf(log);
    if (!Number.isInteger(partition) || partition < 0 || partition >= topic.partitions)
      throw new LogError('LOG_UNKNOWN', `log "${log}" has no partition ${partition}`);
    return topic;
  };

  const boundsOf = async (log: LogName, partition: number): Promise<Bounds> => {
    const { name } = checkedTopicOf(log, partition);
    return (await offsets.bounds(name))[partition]!;
  };

  return {
    async ensure(specs) {
      if (closed) throw new LogError('LOG_CLOSED', 'ensure() after close()');
      const wanted = specs.map(({ name, partitions }) => ({
        name,
        topic: `${prefix}.${name}`,
        partitions: partitions || defaultPartitions,
      }));
      const states = await untilNow(wallClock, () => ensureTopics(admin, wanted, brokers)).catch((cause: unknown) => {
        if (cause instanceof LogError) throw cause;
        const message = `creating or checking topics failed: ${String(cause)}`;
        throw new LogError('LOG_UNAVAILABLE', message, { retriable: true, cause });
      });
      // Leaders are elected before their brokers know of it; a topic whose bounds are told is ready for appends.
      await Promise.all(wanted.map(({ topic }) => offsets.bounds(topic)));
      for (const { name, topic, partitions } of wanted) {
        if (topics.has(name)) continue;
        const { config } = states.find((state) => state.topic === topic)!;
        const sender = createSender(producer, topic, Number(config['max.message.bytes']));
        topics.set(name, { name: topic, partitions, sender });
      }
    },
    partitions: (log) => topicOf(log).partitions,
    async append(log, partition, records) {
      const { sender } = checkedTopicOf(log, partition);
      if (records.length > 0) return sender.append(partition, records);
      return { baseOffset: (await boundsOf(log, partition)).high, appendTime: wallClock.now() };
    },
    bounds: boundsOf,
    async subscribe({ log, group, reader }) {
      const topic = topicOf(log);
      let subscription: Subscription | undefined;
      let endedEarly = false;
      subscription = await startSubscription({
        kafka,
        admin,
        log,
        topic: topic.name,
        group: group === undefined ? undefined : `${topic.name}.${group}`,
        prefix,
        reader,
        bounds: (partition) => boundsOf(log, partition),
        wallClock,
        rangeAlarm,
        ended: () => {
          endedEarly = true;
          if (subscription) subscriptions.delete(subscription);
        },
      });
      if (!endedEarly) subscriptions.add(subscription);
      return subscription;
    },
    async close() {
      if (closed) return;
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
      closed = true;
      await Promise.all([...topics.values()].map(({ sender }) => sender.idle()));
      await Promise.allSettled([producer.disconnect(), admin.disconnect(), offsets.close()]);
    },
  };
}
