import type { EventLog, LogName, LogRecord } from '@belfry/ingest/log';

/** Every record of a log of one partition, as far as it goes when this is called. */
export async function wholeLog(log: EventLog, name: LogName): Promise<LogRecord[]> {
  const { high } = await log.bounds(name, 0);
  const records: LogRecord[] = [];
  if (high === 0) return records;
  await new Promise<void>((resolve, reject) => {
    void log.subscribe({
      log: name,
      reader: {
        assigned: async () => 0,
        received: (_, more) => {
          records.push(...more);
          if (more.at(-1)!.offset >= high - 1) resolve();
        },
        passed: (_, nextOffset) => (nextOffset >= high ? resolve() : undefined),
        revoked: () => undefined,
        failed: reject,
      },
    });
  });
  return records;
}
