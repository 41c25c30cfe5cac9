import type { WallClock } from '../../contract/wall-clock.ts';
import { type EventLog, LogError } from '../event-log.ts';

export interface KafkaLogOptions {
  readonly brokers: readonly string[];
  /** Stands before the names of topics and groups. Default `belfry`. */
  readonly prefix?: string;
  /** What a log gets whose spec says 0 partitions. Default 16. */
  readonly partitions?: number;
  readonly clientId?: string;
  readonly wallClock: WallClock;
}

export async function createKafkaLog(options: KafkaLogOptions): Promise<EventLog> {
  throw new LogError('LOG_UNAVAILABLE', `the log on Kafka (${options.brokers.join(', ')}) is not built yet`);
}
