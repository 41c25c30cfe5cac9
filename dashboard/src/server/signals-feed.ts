import type { EventLog, LaneReader, LogError, LogRecord, Subscription } from '@belfry/ingest/log';

/** How far back the feed begins: what is older has long been in the tables. */
const LOOK_BACK = 50_000;
/** Records that wait to be applied before the log is asked to pause, and when it may go on. */
const FULL = 20_000;
const ROOM = 5_000;
/** How long records are applied before others get a turn, ms. */
const SLICE_MS = 10;

export interface SignalsFeed {
  /** Resolves once reading has begun. Throws LogError. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Whether all that the log held when reading began has been applied. */
  readonly caughtUp: boolean;
  /** Resolves true if the log answers and holds nothing that was not applied. Never throws. */
  atEnd(): Promise<boolean>;
}

export interface FeedOptions {
  readonly log: EventLog;
  /** Which of the logs that have one partition. Default `signals`. */
  readonly name?: 'signals' | 'deliveries';
  /** ms, from any origin: only differences count. */
  readonly clock: () => number;
  /** Applies one record; what it throws is reported and the record skipped. */
  readonly apply: (record: LogRecord) => void;
  /** Called after each run of applied records. */
  readonly applied: () => void;
  readonly failed: (error: LogError) => void;
  readonly report: (line: string) => void;
}

/** Reads a log, by default `signals`, from a little way back on, without a group, and applies its records in slices. */
export function createSignalsFeed(options: FeedOptions): SignalsFeed {
  const { log, name = 'signals', clock, apply, applied, failed, report } = options;
  let subscription: Subscription | undefined;
  let waiting: LogRecord[] = [];
  let at = 0;
  let paused = false;
  let scheduled = false;
  /** The next offset to apply, and the one that was next in the log when reading began. */
  let next = 0;
  let goal = Number.POSITIVE_INFINITY;
  /** Below it nothing more comes: the log may end in markers of foreign transactions, which are no records. */
  let passed = 0;
  let caughtUp = false;

  const drain = (): void => {
    scheduled = false;
    const until = clock() + SLICE_MS;
    while (at < waiting.length) {
      const record = waiting[at++]!;
      try {
        apply(record);
      } catch (error) {
        // The processor wrote it, so this is a fault of ours; the wall goes on with what it can read.
        report(`The wall could not read the record at offset ${record.offset} of the log ${name}: ${String(error)}`);
      }
      next = record.offset + 1;
      if (at % 64 === 0 && clock() >= until) break;
    }
    if (at === waiting.length) {
      waiting = [];
      at = 0;
      next = Math.max(next, passed);
    }
    if (paused && waiting.length - at < ROOM) {
      paused = false;
      subscription?.resume(0);
    }
    if (next >= goal) caughtUp = true;
    applied();
    if (waiting.length > 0) schedule();
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(drain);
  };

  const reader: LaneReader = {
    async assigned() {
      const { low, high } = await log.bounds(name, 0);
      next = Math.max(low, high - LOOK_BACK);
      waiting = [];
      at = 0;
      goal = high;
      if (next >= goal) caughtUp = true;
      return next;
    },
    received(_partition, records) {
      for (const record of records) waiting.push(record);
      if (!paused && waiting.length - at > FULL) {
        paused = true;
        subscription?.pause(0);
      }
      schedule();
    },
    passed(_partition, nextOffset) {
      passed = nextOffset;
      schedule();
    },
    revoked() {},
    failed(error) {
      failed(error);
    },
  };

  return {
    get caughtUp() {
      return caughtUp;
    },
    async start() {
      subscription = await log.subscribe({ log: name, reader });
    },
    async stop() {
      await subscription?.stop();
      subscription = undefined;
    },
    async atEnd() {
      try {
        const { high } = await log.bounds(name, 0);
        return next >= high || high === 0;
      } catch {
        return false;
      }
    },
  };
}
