import { createKafkaLog, type EventLog, type KafkaLogOptions, type LogRecord } from '@belfry/ingest/log';

const HOUR_MS = 3_600_000;

/**
 * By how much the broker's clock is wrong at an offset, ms. It is a function of partition and offset alone, so that every
 * reader and every replay sees the same, as they would if a broker had written it. Of three partitions one is behind and steps
 * further back, one jumps an hour forward and comes back, one is right.
 */
export function skewOf(partition: number, offset: number): number {
  if (partition % 3 === 0) return offset % 40 < 10 ? -5_000 : -3_000;
  if (partition % 3 === 1) return offset >= 20 && offset % 60 < 20 ? HOUR_MS : 0;
  return 0;
}

/** Kafka's log, or, where the room says so, the log of a broker with such a clock. The broker's own cannot be set here. */
export async function openLog(
  { isSkewed }: { readonly isSkewed: boolean },
  options: KafkaLogOptions,
): Promise<EventLog> {
  const log = await createKafkaLog(options);
  return isSkewed ? skewed(log) : log;
}

function skewed(log: EventLog): EventLog {
  const told = (record: LogRecord): LogRecord => ({
    ...record,
    appendTime: record.appendTime + skewOf(record.partition, record.offset),
  });
  return {
    ...log,
    async append(name, partition, records) {
      const appended = await log.append(name, partition, records);
      return { ...appended, appendTime: appended.appendTime + skewOf(partition, appended.baseOffset) };
    },
    subscribe: ({ reader, ...options }) =>
      log.subscribe({
        ...options,
        reader: {
          assigned: (partition) => reader.assigned(partition),
          received: (partition, records, end) => reader.received(partition, records.map(told), end),
          passed: (partition, nextOffset) => reader.passed?.(partition, nextOffset),
          revoked: (partition) => reader.revoked(partition),
          failed: (error) => reader.failed(error),
        },
      }),
  };
}
