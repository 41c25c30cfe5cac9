import { type Bounds, LogError } from './event-log.ts';

/**
 * What a reader is told that stands where the log has nothing: records that it has not read are gone, or the log is not the
 * one that it read.
 * @param place the log and the partition, in words.
 */
export function offsetGone(place: string, offset: number, { low, high }: Bounds): LogError {
  const why = offset < low ? `what lies below ${low} is no longer retained` : `it ends at ${high}`;
  return new LogError(
    'LOG_OFFSET_GONE',
    `reading ${place} from offset ${offset} is not possible: ${why}. Nothing was skipped and nothing behind it was applied. ` +
      'Restore the log from a copy that has it; or begin anew beside it, with another BELFRY_PREFIX and CLICKHOUSE_DB (or ' +
      'BELFRY_DATA), and let the sources tell and import again. On Kafka, retention.ms=-1 on this topic keeps it from coming again',
  );
}
