/**
 * The log: an ordered, partitioned, durable sequence of records. Two adapters keep this contract, one on Kafka
 * (`kafka/`), one on an embedded store (`embedded/`); one suite (test/integration/log-contract) runs against both.
 */

/** The four logs of Belfry. The adapter puts the configured prefix before the name (`belfry.events`). */
export type LogName = 'events' | 'kpi' | 'signals' | 'deliveries';

/**
 * What a record is. It travels as a header; a record without one is an event, so that the hot path carries no header.
 * `deltas` are what lanes tell the KPI fold, `said`, `beat` and `heard` what they tell the third one, `routes` whom that is to tell;
 * `signal`, `totals` and `incident` are what the processor tells the world; `notification` is what a hook is to be told, and
 * `delivery` what became of its post. `unreadable` nobody writes: it stands for what lies in the log and cannot be taken apart.
 */
export type RecordKind =
  | 'event'
  | 'tick'
  | 'policy'
  | 'release'
  | 'deltas'
  | 'signal'
  | 'totals'
  | 'said'
  | 'beat'
  | 'heard'
  | 'routes'
  | 'incident'
  | 'notification'
  | 'delivery'
  | 'unreadable';

/** A record as it is read. */
export interface LogRecord {
  readonly partition: number;
  /** Contiguous in its partition, from 0. */
  readonly offset: number;
  /** ms UTC, given by the log when it took the record, and passed on as given: it may step back. */
  readonly appendTime: number;
  readonly kind: RecordKind;
  /** Empty for records that have no key (ticks). */
  readonly key: string;
  readonly value: Buffer;
}

/** A record as it is written. */
export interface NewRecord {
  readonly key: string;
  readonly kind: RecordKind;
  readonly value: Buffer;
}

export interface Appended {
  /** The offset of the first record of the call; the others follow without a gap. */
  readonly baseOffset: number;
  /** ms UTC. */
  readonly appendTime: number;
}

export interface LogSpec {
  readonly name: LogName;
  /** 0: what the log itself was configured to have (by default 16 on Kafka, 4 embedded). */
  readonly partitions: number;
}

/**
 * The logs as every stage expects them. Of signals and of deliveries there is one order; how far the others are spread
 * is the log's own configuration.
 */
export const LOGS: readonly LogSpec[] = [
  { name: 'events', partitions: 0 },
  { name: 'kpi', partitions: 0 },
  { name: 'signals', partitions: 1 },
  { name: 'deliveries', partitions: 1 },
];

export interface Bounds {
  /** The first offset that the log still retains. */
  readonly low: number;
  /** The offset that the next record will get. */
  readonly high: number;
}

/** Who reads a log. Calls for one partition never overlap; calls for several may interleave. */
export interface LaneReader {
  /**
   * A partition is ours from now on. Nothing of it is delivered before the promise resolves with the offset to read
   * from. If this rejects, the subscription reports `failed` and stops.
   */
  assigned(partition: number): Promise<number>;
  /**
   * Records in offset order, never empty. Must only enqueue and return: a reader that is full pauses its partition.
   * @param end the offset behind the last record that the log held when these were fetched.
   */
  received(partition: number, records: readonly LogRecord[], end: number): void;
  /**
   * Below `nextOffset` nothing more comes: between the last record delivered and that offset lie markers of transactions
   * that others wrote, or what these aborted, which are no records. A log without such holes never calls it.
   */
  passed?(partition: number, nextOffset: number): void;
  /** The partition is somebody else's from now on. Writing on for a while does no harm (law 1), but it is waste. */
  revoked(partition: number): void;
  /** The subscription ended and will not go on by itself. `LogError.code` says why; nothing was skipped. */
  failed(error: LogError): void;
}

export interface SubscribeOptions {
  readonly log: LogName;
  /**
   * Members of one group share the partitions between them. Without a group the reader gets every partition, beside
   * whoever else reads, and nothing is committed.
   */
  readonly group?: string;
  readonly reader: LaneReader;
}

export interface Subscription {
  pause(partition: number): void;
  resume(partition: number): void;
  /** Advisory, for lag monitors: Belfry's own progress is in the `positions` table. Never throws. */
  commit(partition: number, nextOffset: number): Promise<void>;
  /** Leaves the group and resolves once no more calls will come. */
  stop(): Promise<void>;
}

export interface EventLog {
  /**
   * Creates the logs that are missing and checks those that exist (append time by the log, cleanup by deletion,
   * partition count). Throws `LOG_WRONG_TOPIC` with the command that mends it.
   */
  ensure(specs: readonly LogSpec[]): Promise<void>;
  /** How many partitions the log has; throws `LOG_UNKNOWN` before `ensure`. */
  partitions(log: LogName): number;
  /**
   * Resolves once the records are durable (acks of all in-sync replicas; a flushed transaction). Records of one call
   * stand together in their order. Throws `LOG_UNAVAILABLE` (retriable: the records may or may not be there) or
   * `LOG_TOO_LARGE`.
   */
  append(log: LogName, partition: number, records: readonly NewRecord[]): Promise<Appended>;
  bounds(log: LogName, partition: number): Promise<Bounds>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  close(): Promise<void>;
}

export type LogErrorCode =
  | 'LOG_UNAVAILABLE'
  | 'LOG_UNKNOWN'
  | 'LOG_WRONG_TOPIC'
  | 'LOG_TOO_LARGE'
  | 'LOG_LOCKED'
  | 'LOG_OFFSET_GONE'
  | 'LOG_DAMAGED'
  | 'LOG_SESSION_LOST'
  | 'LOG_CLOSED';

/** The closed list of what can go wrong with a log: what was being done, why, and whether trying again can help. */
export class LogError extends Error {
  override readonly name = 'LogError';
  readonly code: LogErrorCode;
  readonly retriable: boolean;
  constructor(code: LogErrorCode, message: string, options: { retriable?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retriable = options.retriable ?? false;
  }
}
