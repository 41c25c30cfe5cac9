export {
  type ArchivedRecord,
  createEmbeddedLog,
  type EmbeddedLog,
  type EmbeddedLogOptions,
} from './embedded/embedded-log.ts';
export * from './event-log.ts';
export { createKafkaLog, type KafkaLogOptions } from './kafka/kafka-log.ts';
export { partitionOf } from './partition-of.ts';
