import type { WallClock } from '../../contract/index.ts';
import { type EventLog, LogError, type LogName, type NewRecord } from '../../log/event-log.ts';

/** How much goes into one append. A broker refuses batches beyond a megabyte. */
const APPEND_RECORDS = 2_000;
const APPEND_BYTES = 768 * 1024;
/** What a record costs beside its key and value, generously. */
const RECORD_OVERHEAD = 64;

interface Group {
  readonly records: readonly NewRecord[];
  readonly bytes: number;
  /** When it began to wait, ms of the wall clock. */
  readonly since: number;
  readonly done: (appendTime: number) => void;
  readonly fail: (error: LogError) => void;
}

interface Lane {
  readonly waiting: Group[];
  /** What the log is working on, oldest first. */
  appending: readonly Group[];
}

/**
 * Gathers the records of concurrent requests into few appends: one append a partition is in flight, and whatever
 * arrives meanwhile goes into the next. A group (one request's records of one partition) stays together and in order.
 */
export class AppendQueue {
  readonly #log: EventLog;
  readonly #name: LogName;
  readonly #wallClock: WallClock;
  readonly #lanes = new Map<number, Lane>();

  constructor(log: EventLog, name: LogName, wallClock: WallClock) {
    this.#log = log;
    this.#name = name;
    this.#wallClock = wallClock;
  }

  /**
   * Resolves with the log's append time (ms UTC, of the last record) once all records are durable.
   * @throws LogError as the log's `append` does. Then some of the records may be there.
   */
  async add(partition: number, records: readonly NewRecord[]): Promise<number> {
    const times = await Promise.all(slices(records).map((slice) => this.#enqueue(partition, slice)));
    return times.at(-1) ?? this.#wallClock.now();
  }

  /** How long the longest waiting record has waited, ms: how slow the log is. */
  slowness(): number {
    let since = Number.POSITIVE_INFINITY;
    for (const { appending, waiting } of this.#lanes.values()) {
      since = Math.min(since, appending[0]?.since ?? waiting[0]?.since ?? since);
    }
    return Math.max(0, this.#wallClock.now() - since);
  }

  #enqueue(partition: number, slice: { records: readonly NewRecord[]; bytes: number }): Promise<number> {
    return new Promise((done, fail) => {
      let lane = this.#lanes.get(partition);
      if (!lane) {
        lane = { waiting: [], appending: [] };
        this.#lanes.set(partition, lane);
      }
      lane.waiting.push({ ...slice, since: this.#wallClock.now(), done, fail });
      if (lane.appending.length === 0) void this.#drain(partition, lane);
    });
  }

  async #drain(partition: number, lane: Lane): Promise<void> {
    while (lane.waiting.length > 0) {
      lane.appending = takeGroups(lane.waiting);
      try {
        const records = lane.appending.flatMap((group) => group.records);
        const { appendTime } = await this.#log.append(this.#name, partition, records);
        for (const group of lane.appending) group.done(appendTime);
      } catch (cause) {
        const error = asLogError(cause);
        // Those behind would wait for the same trouble, and must not overtake what is sent again.
        for (const group of [...lane.appending, ...lane.waiting.splice(0)]) group.fail(error);
      }
    }
    lane.appending = [];
  }
}

function takeGroups(waiting: Group[]): readonly Group[] {
  let bytes = 0;
  let records = 0;
  let count = 0;
  for (const group of waiting) {
    bytes += group.bytes;
    records += group.records.length;
    if (count > 0 && (bytes > APPEND_BYTES || records > APPEND_RECORDS)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

function slices(records: readonly NewRecord[]): { records: NewRecord[]; bytes: number }[] {
  const all: { records: NewRecord[]; bytes: number }[] = [];
  let last: { records: NewRecord[]; bytes: number } | undefined;
  for (const record of records) {
    const bytes = record.value.length + record.key.length + RECORD_OVERHEAD;
    if (!last || last.bytes + bytes > APPEND_BYTES || last.records.length === APPEND_RECORDS) {
      last = { records: [], bytes: 0 };
      all.push(last);
    }
    last.records.push(record);
    last.bytes += bytes;
  }
  return all;
}

const asLogError = (cause: unknown): LogError =>
  cause instanceof LogError
    ? cause
    : new LogError('LOG_UNAVAILABLE', 'appending events failed for a reason the log does not know', {
        retriable: true,
        cause,
      });
