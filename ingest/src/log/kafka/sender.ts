import type { Message, Producer } from 'kafkajs';
import { type Appended, LogError, type NewRecord } from '../event-log.ts';
import { bytesOf, toMessage } from './record.ts';

/** What one request carries at most; more would only make its first records wait. */
const REQUEST_BYTES = 4 * 1024 * 1024;
/** Calls for one partition are put into one batch up to here. A single larger call goes alone, as far as the topic takes it. */
const BATCH_BYTES = 900 * 1024;
/** The fields of a batch itself. */
const BATCH_HEAD_BYTES = 128;
/** How long a broker may wait for its replicas, ms. */
const ACK_TIMEOUT_MS = 8_000;

interface Waiting {
  readonly partition: number;
  readonly records: readonly NewRecord[];
  readonly bytes: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: LogError) => void;
}

export interface Sender {
  append(partition: number, records: readonly NewRecord[]): Promise<Appended>;
  /** Resolves once nothing waits any more. */
  idle(): Promise<void>;
}

/**
 * Writes one topic: one request at a time, and the next one takes everything that came meanwhile. More in flight could
 * be written in another order after a retry, and kafkajs's idempotent producer loses concurrent sends silently.
 *
 * @param maxBatchBytes the topic's `max.message.bytes`.
 */
export function createSender(producer: Producer, topic: string, maxBatchBytes: number): Sender {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    // Calls of the same turn of the event loop travel together.
    await Promise.resolve();
    while (waiting.length > 0) await send(takeSome());
    running = undefined;
  };

  /** The calls that go next: in order, each whole, so many as one request and its batches may carry. */
  const takeSome = (): Waiting[] => {
    const perPartition = new Map<number, number>();
    const some: Waiting[] = [];
    let total = 0;
    for (const one of waiting) {
      const before = perPartition.get(one.partition) ?? 0;
      const overfull = (before > 0 && before + one.bytes > BATCH_BYTES) || total + one.bytes > REQUEST_BYTES;
      if (overfull && some.length > 0) break;
      perPartition.set(one.partition, before + one.bytes);
      total += one.bytes;
      some.push(one);
    }
    waiting = waiting.slice(some.length);
    return some;
  };

  const send = async (some: readonly Waiting[]): Promise<void> => {
    const messages: Message[] = [];
    for (const { partition, records } of some)
      for (const record of records) messages.push(toMessage(partition, record));
    try {
      const answers = await producer.send({ topic, acks: -1, timeout: ACK_TIMEOUT_MS, messages });
      const next = new Map(
        answers.map(({ partition, baseOffset, logAppendTime }) => [
          partition,
          { offset: Number(baseOffset), appendTime: Number(logAppendTime) },
        ]),
      );
      for (const { partition, records, resolve } of some) {
        const at = next.get(partition)!;
        resolve({ baseOffset: at.offset, appendTime: at.appendTime });
        at.offset += records.length;
      }
    } catch (cause) {
      const error = asLogError(topic, cause);
      for (const { reject } of some) reject(error);
    }
  };

  return {
    append(partition, records) {
      const bytes = records.reduce((sum, record) => sum + bytesOf(record), BATCH_HEAD_BYTES);
      if (bytes > maxBatchBytes) return Promise.reject(tooLarge(topic, bytes, maxBatchBytes));
      return new Promise((resolve, reject) => {
        waiting.push({ partition, records, bytes, resolve, reject });
        running ??= run();
      });
    },
    async idle() {
      await running;
    },
  };
}

function tooLarge(topic: string, bytes: number, limit: number): LogError {
  const message = `an append of ${bytes} bytes to ${topic}, which takes ${limit} at once (max.message.bytes)`;
  return new LogError('LOG_TOO_LARGE', message);
}

function asLogError(topic: string, cause: unknown): LogError {
  const { type, message } = cause as { type?: string; message?: string };
  if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE')
    return new LogError('LOG_TOO_LARGE', `the broker refused an append to ${topic} as too large`, { cause });
  return new LogError('LOG_UNAVAILABLE', `appending to ${topic} failed: ${message ?? String(cause)}`, {
    retriable: true,
    cause,
  });
}
