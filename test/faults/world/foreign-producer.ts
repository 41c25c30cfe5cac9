import kafkajs from 'kafkajs';
import { partitionOf } from '../../../ingest/src/log/partition-of.ts';
import type { Room } from './room.ts';

/** What somebody else puts into the log `events`, past intake. */
export interface ForeignRecord {
  readonly key: string;
  readonly value: Buffer;
  readonly headers?: Record<string, string>;
}

export interface ForeignProducer {
  /**
   * Appends in one request; each record lies in the lane of its key.
   * @param codec of `CompressionTypes`, or a number that is none.
   * @returns the offset of the first record of each lane that got some.
   * @throws KafkaJSError if the broker does not take them.
   */
  send(records: readonly ForeignRecord[], codec?: number): Promise<ReadonlyMap<number, number>>;
}

/** Another program that writes to the room's topic, through Kafka's own protocol. */
export async function foreignProducer(room: Room): Promise<ForeignProducer> {
  const kafka = new kafkajs.Kafka({
    clientId: 'foreign',
    brokers: [...room.brokers],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 3 },
  });
  const producer = kafka.producer({
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition!,
  });
  await producer.connect();
  room.onClose(() => producer.disconnect());
  return {
    async send(records, codec = kafkajs.CompressionTypes.None) {
      const answers = await producer.send({
        topic: `${room.prefix}.events`,
        acks: -1,
        compression: codec,
        messages: records.map(({ key, value, headers }) => ({
          ...{ key, value, partition: partitionOf(key, room.log.partitions('events')) },
          ...(headers && { headers }),
        })),
      });
      return new Map(answers.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
    },
  };
}
