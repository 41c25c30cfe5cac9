import type { WallClock } from '@belfry/ingest/contract';
import {
  type Appended,
  type Bounds,
  type EventLog,
  LogError,
  type LogName,
  type LogRecord,
  type LogSpec,
  type NewRecord,
} from '../../ingest/src/log/event-log.ts';
import { createSubscriptions, type MemorySubscriptions } from './memory-subscriptions.ts';

/** One partition as it lies in memory. `records[i].offset === low + i`. */
export interface MemoryPartition {
  low: number;
  records: LogRecord[];
}

export interface MemoryLogOptions {
  readonly wallClock: WallClock;
  /** A record beyond this is refused as `LOG_TOO_LARGE`, as a broker does. Default 1 MiB. */
  readonly maxRecordBytes?: number;
  /** How many records one `received` call carries at most. Default 500. */
  readonly fetchRecords?: number;
}

/** What an append in trouble does: the records landed although the answer was lost, or they did not. */
export type AppendTrouble = 'lost' | 'landed-unacknowledged';

/**
 * An in-memory twin of the log port for flow tests: same order, offsets, groups, pauses and errors, no durability. What
 * a test needs beyond the port is below: append times as it wants them, and appends that hang or fail.
 */
export interface MemoryLog extends EventLog {
  /** Puts records in at once, with the append time the test says (default: the wall clock's). For telling timelines. */
  put(log: LogName, partition: number, records: readonly NewRecord[], appendTime?: number): Appended;
  /** Everything a partition retains, in offset order. */
  records(log: LogName, partition: number): readonly LogRecord[];
  /** Shifts the append time of all later appends against the wall clock: a broker whose clock is wrong. ms. */
  skew(ms: number): void;
  /** Appends hang from now on (a slow log) until the answer is called; then they go in, in the order of their calls. */
  hold(): () => void;
  /** How many appends hang now. */
  held(): number;
  /** The next `count` appends reject with a retriable `LOG_UNAVAILABLE`. */
  fail(count: number, trouble?: AppendTrouble): void;
  /** Retention: forgets what lies below `low`. */
  trim(log: LogName, partition: number, low: number): void;
  /** What a group last committed, or undefined. */
  committed(group: string, log: LogName, partition: number): number | undefined;
  /** Resolves once every reader has been handed everything that the log holds for it, paused partitions excepted. */
  delivered(): Promise<void>;
}

/** As on the embedded log. */
const DEFAULT_PARTITIONS = 4;

export function createMemoryLog(options: MemoryLogOptions): MemoryLog {
  const { wallClock, maxRecordBytes = 1_048_576, fetchRecords = 500 } = options;
  const logs = new Map<LogName, MemoryPartition[]>();
  const waiting: (() => void)[] = [];
  let holding = false;
  let skewMs = 0;
  let failures = 0;
  let trouble: AppendTrouble = 'lost';
  let closed = false;

  const lanesOf = (log: LogName): MemoryPartition[] => {
    const lanes = logs.get(log);
    if (!lanes) throw new LogError('LOG_UNKNOWN', `log "${log}" is used before ensure() was called for it`);
    return lanes;
  };
  const laneOf = (log: LogName, partition: number): MemoryPartition => {
    const lane = lanesOf(log)[partition];
    if (!lane) throw new LogError('LOG_UNKNOWN', `log "${log}" has no partition ${partition}`);
    return lane;
  };
  const subscriptions: MemorySubscriptions = createSubscriptions({ partitions: lanesOf, fetchRecords });

  const put: MemoryLog['put'] = (log, partition, records, appendTime = wallClock.now() + skewMs) => {
    const lane = laneOf(log, partition);
    const baseOffset = lane.low + lane.records.length;
    records.forEach(({ key, kind, value }, i) => {
      // A copy, because a real log does not see what a caller does to its buffer afterwards.
      lane.records.push({ partition, offset: baseOffset + i, appendTime, kind, key, value: Buffer.from(value) });
    });
    subscriptions.appended(log, partition);
    return { baseOffset, appendTime };
  };

  return {
    ensure(specs: readonly LogSpec[]) {
      for (const { name, partitions: asked } of specs) {
        const present = logs.get(name);
        const partitions = asked === 0 ? (present?.length ?? DEFAULT_PARTITIONS) : asked;
        if (present && present.length !== partitions) {
          const message = `log "${name}" has ${present.length} partitions, ${partitions} were asked for`;
          return Promise.reject(new LogError('LOG_WRONG_TOPIC', message));
        }
        if (!present)
          logs.set(
            name,
            Array.from({ length: partitions }, () => ({ low: 0, records: [] })),
          );
      }
      return Promise.resolve();
    },
    partitions: (log) => lanesOf(log).length,
    async append(log, partition, records) {
      if (closed) throw new LogError('LOG_CLOSED', `append to "${log}" after close()`);
      laneOf(log, partition);
      const large = records.find((record) => record.value.length > maxRecordBytes);
      if (large)
        throw new LogError('LOG_TOO_LARGE', `a record of ${large.value.length} bytes is beyond ${maxRecordBytes}`);
      const kept = records.map((record) => ({ ...record, value: Buffer.from(record.value) }));
      if (holding) await new Promise<void>((resolve) => waiting.push(resolve));
      else await Promise.resolve();
      if (failures > 0) {
        failures -= 1;
        if (trouble === 'landed-unacknowledged') put(log, partition, kept);
        throw new LogError('LOG_UNAVAILABLE', `append to "${log}" ${partition} was told to fail`, { retriable: true });
      }
      return put(log, partition, kept);
    },
    bounds(log, partition): Promise<Bounds> {
      const { low, records } = laneOf(log, partition);
      return Promise.resolve({ low, high: low + records.length });
    },
    subscribe(what) {
      if (closed) return Promise.reject(new LogError('LOG_CLOSED', `subscribe to "${what.log}" after close()`));
      return subscriptions.subscribe(what);
    },
    async close() {
      closed = true;
      await subscriptions.close();
    },

    put,
    records: (log, partition) => laneOf(log, partition).records,
    skew: (ms) => {
      skewMs = ms;
    },
    hold() {
      holding = true;
      return () => {
        holding = false;
        for (const go of waiting.splice(0)) go();
      };
    },
    held: () => waiting.length,
    fail(count, how = 'lost') {
      failures = count;
      trouble = how;
    },
    trim(log, partition, low) {
      const lane = laneOf(log, partition);
      lane.records.splice(0, Math.max(0, low - lane.low));
      lane.low = Math.max(lane.low, low);
    },
    committed: subscriptions.committed,
    delivered: subscriptions.delivered,
  };
}
