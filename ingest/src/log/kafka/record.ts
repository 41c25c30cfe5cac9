import type { KafkaMessage, Message } from 'kafkajs';
import type { LogRecord, NewRecord, RecordKind } from '../event-log.ts';
import { BatchRecord } from './record-batch.ts';

/** The header that says a record's kind; events, which are nearly all, go without. */
export const KIND_HEADER = 'kind';
const NOTHING = Buffer.alloc(0);

export function toMessage(partition: number, { key, kind, value }: NewRecord): Message {
  const message: Message = { partition, key: key === '' ? null : key, value };
  if (kind !== 'event') message.headers = { [KIND_HEADER]: kind };
  return message;
}

/** What a record takes in a batch at most: Kafka's own fields of a record are 32 bytes at most, the header some more. */
export function bytesOf({ key, value, kind }: NewRecord): number {
  return Buffer.byteLength(key) + value.length + (kind === 'event' ? 32 : 64);
}

/** Makes records of one partition from messages of kafkajs. It runs for every event, so it does nothing twice. */
export function createRecordReader(partition: number): (messages: readonly KafkaMessage[]) => LogRecord[] {
  // All messages of a broker's batch carry the same append time, as the very same string.
  let timestamp = '';
  let appendTime = 0;
  return (messages) => {
    const records = new Array<LogRecord>(messages.length);
    for (let i = 0; i < messages.length; i += 1) {
      const message = messages[i]!;
      if (message.timestamp !== timestamp) {
        timestamp = message.timestamp;
        appendTime = Number(timestamp);
      }
      const { value, headers } = message;
      // Ours says as a number what kafkajs says as text, and its key as text without a buffer in between.
      const ours = message instanceof BatchRecord;
      records[i] = {
        partition,
        offset: ours ? message.at : Number(message.offset),
        appendTime,
        kind: headers === undefined ? 'event' : kindIn(headers),
        key: ours ? message.keyText : (message.key?.toString() ?? ''),
        value: value ?? NOTHING,
      };
    }
    return records;
  };
}

function kindIn(headers: NonNullable<KafkaMessage['headers']>): RecordKind {
  // Other producers may send headers of their own; without ours it is an event.
  const kind = headers[KIND_HEADER];
  return kind === undefined ? 'event' : (String(kind) as RecordKind);
}
