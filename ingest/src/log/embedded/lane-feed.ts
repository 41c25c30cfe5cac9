import { type LaneReader, LogError, type LogRecord } from '../event-log.ts';
import { offsetGone } from '../offset-gone.ts';
import { DamagedRecord, type StoredPartition } from './store.ts';

/** One partition in the hands of one reader: where it stands, and whether it wants more. */
export interface LaneFeed {
  readonly partition: number;
  /** There may be more to read. Never calls the reader before the next turn of the event loop. */
  wake(): void;
  pause(): void;
  resume(): void;
  /** Resolves once the reader will not be called for this partition any more, except for `revoked`. */
  end(): Promise<void>;
}

/**
 * Hands a partition to a reader: asks where to begin, then gives bounded runs of records with a turn of the event loop
 * between them, so that a lane that catches up holds up nobody.
 */
export function startLaneFeed(deps: {
  readonly from: StoredPartition;
  readonly reader: LaneReader;
  readonly read: (from: StoredPartition, offset: number) => LogRecord[];
  /** Puts a damaged record back. @throws LogError `LOG_DAMAGED` if nobody has it. */
  readonly mend: (from: StoredPartition, offset: number) => Promise<void>;
  /** The subscription cannot go on. */
  readonly fail: (error: LogError) => void;
}): LaneFeed {
  const { from, reader } = deps;
  const { log, partition } = from;
  let next: number | undefined;
  let paused = false;
  let ended = false;
  let scheduled = false;

  const wake = (): void => {
    if (scheduled || ended || paused || next === undefined) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      if (!ended && !paused && next !== undefined) deliver(next);
    });
  };
  const deliver = (offset: number): void => {
    const { low, high } = from.bounds;
    if (offset < low || offset > high) {
      deps.fail(offsetGone(`"${log}" partition ${partition}`, offset, { low, high }));
      return;
    }
    if (offset === high) return;
    let records: LogRecord[];
    try {
      records = deps.read(from, offset);
    } catch (cause) {
      if (cause instanceof DamagedRecord) mend(cause.offset);
      else deps.fail(new LogError('LOG_UNAVAILABLE', `reading "${log}" ${partition} at ${offset} failed`, { cause }));
      return;
    }
    next = offset + records.length;
    reader.received(partition, records, high);
    if (next < from.bounds.high) wake();
  };
  /** Stands still until the record is there again; without it nothing goes on. */
  const mend = (offset: number): void => {
    scheduled = true;
    deps.mend(from, offset).then(
      () => {
        scheduled = false;
        wake();
      },
      (error: unknown) => {
        if (!ended) deps.fail(error as LogError);
      },
    );
  };
  const loading = (async () => {
    try {
      next = await reader.assigned(partition);
      wake();
    } catch (cause) {
      if (ended) return;
      const message = `the reader of "${log}" could not take partition ${partition}: ${String(cause)}`;
      deps.fail(new LogError('LOG_SESSION_LOST', message, { cause }));
    }
  })();

  return {
    partition,
    wake,
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      wake();
    },
    end() {
      ended = true;
      return loading;
    },
  };
}
