import { type EventLog, type NewRecord, partitionOf } from '@belfry/ingest/log';

const AT_ONCE = 20_000;

/** Appends records to `events`, each to the partition of its key, as fast as the log takes them. */
export async function appendAll(log: EventLog, records: Iterable<NewRecord>): Promise<void> {
  let waiting: NewRecord[] = [];
  for (const record of records) {
    waiting.push(record);
    if (waiting.length < AT_ONCE) continue;
    await appendTogether(log, waiting);
    waiting = [];
  }
  await appendTogether(log, waiting);
}

/** Appends records in one go; resolves once the log has them all. */
export async function appendTogether(log: EventLog, records: readonly NewRecord[]): Promise<void> {
  const partitions = log.partitions('events');
  const lanes = new Map<number, NewRecord[]>();
  for (const record of records) {
    const lane = partitionOf(record.key, partitions);
    const waiting = lanes.get(lane);
    if (waiting) waiting.push(record);
    else lanes.set(lane, [record]);
  }
  await Promise.all([...lanes].map(([lane, some]) => log.append('events', lane, some)));
}
