import { machineClock, type WallClock } from '@belfry/ingest/contract';
import { createEmbeddedLog, createKafkaLog, type EventLog } from '@belfry/ingest/log';

/** Where a log is, in words that a child process can be given. */
export type Where =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'kafka'; readonly brokers: readonly string[]; readonly prefix: string };

export const EVENT_PARTITIONS = 4;

/** Opens the log with `events` in four partitions and `signals` in one. */
export async function openLog(where: Where, wallClock: WallClock = machineClock): Promise<EventLog> {
  const log =
    where.kind === 'embedded'
      ? await createEmbeddedLog({ directory: where.directory, wallClock })
      : await createKafkaLog({ brokers: where.brokers, prefix: where.prefix, wallClock });
  await log.ensure([
    { name: 'events', partitions: EVENT_PARTITIONS },
    { name: 'signals', partitions: 1 },
  ]);
  return log;
}
