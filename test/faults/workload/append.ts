import { type EventLog, type NewRecord, partitionOf } from '@belfry/ingest/log';
import type { Told } from './drive.ts';
import type { Telling, ToldEvent } from './traffic.ts';

const RECORDS_AN_APPEND = 1_500;

/**
 * Appends everything at once, without intake, in its order: as fast as the log takes it, for rows that need much.
 * @returns what a source would know: the log has acknowledged each of them.
 */
export async function appendAll(log: EventLog, tellings: readonly Telling[]): Promise<Told> {
  const lanes = new Map<number, NewRecord[]>();
  const acknowledged = new Map<string, ToldEvent>();
  for (const { event } of tellings) {
    const partition = partitionOf(event.subject, log.partitions('events'));
    const records = lanes.get(partition) ?? [];
    lanes.set(partition, records);
    records.push({ key: event.subject, kind: 'event', value: Buffer.from(JSON.stringify(event)) });
    acknowledged.set(event.id, event);
  }
  await Promise.all(
    [...lanes].map(async ([partition, records]) => {
      for (let from = 0; from < records.length; from += RECORDS_AN_APPEND)
        await log.append('events', partition, records.slice(from, from + RECORDS_AN_APPEND));
    }),
  );
  return { acknowledged, acknowledgements: tellings.length, refused: [], retries: 0 };
}
