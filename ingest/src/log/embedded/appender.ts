import { type Appended, LogError, type NewRecord } from '../event-log.ts';
import { encodeRecord, MAX_KEY_BYTES } from './codec.ts';
import type { StoredAppend, StoredPartition } from './store.ts';

/** The most that one call may bring, in bytes of key and value: as large as the largest record that Kafka is set to take. */
export const MAX_APPEND_BYTES = 8 * 1024 * 1024;
/** How much of what waits goes into one transaction; more would only make the first ones wait for the last. */
const TRANSACTION_BYTES = 8 * 1024 * 1024;

interface Waiting {
  readonly to: StoredPartition;
  readonly records: readonly NewRecord[];
  readonly bytes: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

export interface Appender {
  append(to: StoredPartition, records: readonly NewRecord[]): Promise<Appended>;
  /** Resolves once nothing waits any more. */
  idle(): Promise<void>;
}

/**
 * Group commit: one durable transaction at a time, and the next one takes everything that came meanwhile. A flush costs
 * the same for one record as for thousands, so many writers together are as fast as one with large batches, and a
 * single one waits for nobody.
 */
export function createAppender(deps: {
  readonly write: (appends: readonly StoredAppend[]) => Promise<void>;
  readonly now: () => number;
  /** Called after the records are durable and before their writers know. */
  readonly appended: (to: StoredPartition) => void;
}): Appender {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    // Appends of the same turn of the event loop travel together.
    await Promise.resolve();
    while (waiting.length > 0) await commit(takeSome());
    running = undefined;
  };
  const takeSome = (): Waiting[] => {
    let bytes = 0;
    const over = waiting.findIndex((one) => {
      bytes += one.bytes;
      return bytes > TRANSACTION_BYTES;
    });
    const some = waiting.slice(0, over === -1 ? waiting.length : Math.max(1, over));
    waiting = waiting.slice(some.length);
    return some;
  };
  const commit = async (some: readonly Waiting[]): Promise<void> => {
    const appendTime = deps.now();
    const next = new Map<StoredPartition, number>();
    const placed = some.map((one) => {
      const baseOffset = next.get(one.to) ?? one.to.bounds.high;
      next.set(one.to, baseOffset + one.records.length);
      return { one, baseOffset };
    });
    try {
      await deps.write(
        some.map(({ to, records }) => ({ to, encoded: records.map((record) => encodeRecord(record, appendTime)) })),
      );
    } catch (error) {
      for (const { reject } of some) reject(error);
      return;
    }
    for (const to of next.keys()) deps.appended(to);
    for (const { one, baseOffset } of placed) one.resolve({ baseOffset, appendTime });
  };

  return {
    append(to, records) {
      const bytes = sizeOf(to, records);
      return new Promise((resolve, reject) => {
        waiting.push({ to, records, bytes, resolve, reject });
        running ??= run();
      });
    },
    async idle() {
      await running;
    },
  };
}

function sizeOf(to: StoredPartition, records: readonly NewRecord[]): number {
  let bytes = 0;
  for (const { key, value } of records) {
    const keyBytes = key.length * 3 > MAX_KEY_BYTES ? Buffer.byteLength(key) : key.length;
    if (keyBytes > MAX_KEY_BYTES)
      throw new LogError(
        'LOG_TOO_LARGE',
        `a key of ${keyBytes} bytes for "${to.log}"; a key has ${MAX_KEY_BYTES} at most`,
      );
    bytes += keyBytes + value.length;
  }
  if (bytes > MAX_APPEND_BYTES)
    throw new LogError(
      'LOG_TOO_LARGE',
      `${bytes} bytes in one append to "${to.log}"; it takes ${MAX_APPEND_BYTES} at most`,
    );
  return bytes;
}
