import type { EventLog, LogName, LogRecord } from '@belfry/ingest/log';

/** Every record of a log, by partition, as far as it goes when this is called and from where it is still retained. */
export async function readLog(log: EventLog, name: LogName): Promise<LogRecord[][]> {
  const partitions = Array.from({ length: log.partitions(name) }, (_, partition) => partition);
  const bounds = await Promise.all(partitions.map((partition) => log.bounds(name, partition)));
  const records: LogRecord[][] = partitions.map(() => []);
  const isWhole = (partition: number, next: number): boolean => next >= bounds[partition]!.high;
  const open = new Set(partitions.filter((partition) => bounds[partition]!.low < bounds[partition]!.high));
  if (open.size === 0) return records;
  await new Promise<void>((resolve, reject) => {
    const passed = (partition: number, next: number): void => {
      if (isWhole(partition, next)) open.delete(partition);
      if (open.size === 0) void subscription.then((each) => each.stop()).then(resolve);
    };
    const subscription = log.subscribe({
      log: name,
      reader: {
        assigned: async (partition) => bounds[partition]!.low,
        received: (partition, more) => {
          for (const record of more) if (record.offset < bounds[partition]!.high) records[partition]!.push(record);
          passed(partition, more.at(-1)!.offset + 1);
        },
        passed,
        revoked: () => undefined,
        failed: reject,
      },
    });
  });
  return records;
}
