import type { Consumer, EachBatchPayload } from 'kafkajs';
import { type Bounds, type LaneReader, LogError, type LogName, type LogRecord } from '../event-log.ts';
import { offsetGone } from '../offset-gone.ts';
import { createRecordReader } from './record.ts';

/** A partition in our hands. */
interface Lane {
  readonly partition: number;
  readonly toRecords: ReturnType<typeof createRecordReader>;
  /** The offset to deliver next; undefined while the reader loads its state. */
  next: number | undefined;
  /** The reader is full. */
  paused: boolean;
  /** We are asking the broker why the next offset did not come. */
  checking: boolean;
  /** The reader knows of it. */
  told: boolean;
  ended: boolean;
  loading: Promise<void>;
}

/** The lanes of one subscription: what kafkajs says on one side, the calls of a `LaneReader` on the other. */
export interface Lanes {
  /** The partitions that we have, ascending. */
  owned(): number[];
  /** The group met and these are ours. Called before the next fetch, and must be done with kafkajs when it returns. */
  assigned(partitions: readonly number[]): void;
  batch(payload: EachBatchPayload): void;
  /** kafkajs has come to `nextOffset` over markers of transactions alone, from `first` on: there is no batch of them. */
  markers(partition: number, first: number, nextOffset: number): void;
  /** kafkajs found an offset out of range, and will go on from another one: it must not. */
  outOfRange(partition: number): void;
  pause(partition: number): void;
  resume(partition: number): void;
  /** Resolves once the reader is called no more. */
  end(): Promise<void>;
}

export function createLanes(deps: {
  readonly log: LogName;
  readonly topic: string;
  readonly consumer: Pick<Consumer, 'pause' | 'resume' | 'seek'>;
  readonly reader: LaneReader;
  readonly bounds: (partition: number) => Promise<Bounds>;
  readonly fail: (error: LogError) => void;
}): Lanes {
  const { log, topic, consumer, reader, bounds, fail } = deps;
  const lanes = new Map<number, Lane>();
  /** Partitions that we are letting go of: each resolves when the reader has been told. */
  const releases = new Map<number, Promise<void>>();
  let stopped = false;

  /** Between a crash and the next join kafkajs has no group, and throws; the join then sets everything anew. */
  const tell = (call: () => void): void => {
    try {
      call();
    } catch {
      // See above.
    }
  };
  const partitionOf = (lane: Lane) => [{ topic, partitions: [lane.partition] }];
  const stopFetching = (lane: Lane): void => tell(() => consumer.pause(partitionOf(lane)));
  /** Lets kafkajs fetch from the lane's next offset, if the lane is loaded and wants more. */
  const fetchOn = (lane: Lane): void => {
    const { next, partition } = lane;
    if (lane.ended || lane.paused || lane.checking || next === undefined) return;
    tell(() => {
      consumer.seek({ topic, partition, offset: String(next) });
      consumer.resume(partitionOf(lane));
    });
  };

  const failure = (doing: string, cause: unknown): LogError =>
    cause instanceof LogError ? cause : new LogError('LOG_SESSION_LOST', `${doing}: ${String(cause)}`, { cause });

  /** Whether an offset can be read; if not, nothing may be skipped, so the subscription ends. */
  const isThere = async (lane: Lane, offset: number): Promise<boolean> => {
    const { low, high } = await bounds(lane.partition);
    if (offset >= low && offset <= high) return true;
    if (lane.ended) return false;
    fail(offsetGone(`${topic} partition ${lane.partition}`, offset, { low, high }));
    return false;
  };

  const load = async (lane: Lane): Promise<void> => {
    lane.told = true;
    try {
      const offset = await reader.assigned(lane.partition);
      if (lane.ended || !(await isThere(lane, offset))) return;
      lane.next = offset;
      fetchOn(lane);
    } catch (cause) {
      if (!lane.ended) fail(failure(`taking partition ${lane.partition} of "${log}" failed`, cause));
    }
  };

  const take = (partition: number, after: Promise<void>): void => {
    const lane: Lane = {
      partition,
      toRecords: createRecordReader(partition),
      next: undefined,
      paused: false,
      checking: false,
      told: false,
      ended: false,
      loading: after,
    };
    lanes.set(partition, lane);
    stopFetching(lane);
    lane.loading = after.then(() => (lane.ended ? undefined : load(lane)));
  };

  const release = (lane: Lane): void => {
    lane.ended = true;
    lanes.delete(lane.partition);
    // Its state is still loading perhaps; calls for one partition never overlap.
    const revoked = lane.loading.then(() => {
      if (lane.told && !stopped) reader.revoked(lane.partition);
    });
    releases.set(lane.partition, revoked);
    void revoked.then(() => {
      if (releases.get(lane.partition) === revoked) releases.delete(lane.partition);
    });
  };
  /** The offset that came is not the one that had to come. Either it is gone, or it is a hole of a foreign transaction. */
  const check = async (lane: Lane, came: number | undefined): Promise<void> => {
    if (lane.checking || lane.next === undefined) return;
    lane.checking = true;
    stopFetching(lane);
    try {
      if (!(await isThere(lane, lane.next))) return;
      if (came !== undefined) lane.next = came;
      lane.checking = false;
      fetchOn(lane);
    } catch (cause) {
      if (!lane.ended) fail(failure(`checking the bounds of ${topic} ${lane.partition} failed`, cause));
    }
  };

  const pass = (lane: Lane, nextOffset: number): void => {
    if (lane.next === undefined || nextOffset <= lane.next) return;
    lane.next = nextOffset;
    reader.passed?.(lane.partition, nextOffset);
  };

  return {
    owned: () => [...lanes.keys()].sort((a, b) => a - b),
    assigned(partitions) {
      const ours = new Set(partitions);
      for (const lane of [...lanes.values()]) if (!ours.has(lane.partition)) release(lane);
      for (const partition of partitions) {
        const lane = lanes.get(partition);
        if (!lane) {
          take(partition, releases.get(partition) ?? Promise.resolve());
          continue;
        }
        // Kept: its state is in memory, so it goes on where it stands; the group's committed offset is only advice.
        stopFetching(lane);
        fetchOn(lane);
      }
    },
    batch({ batch, resolveOffset }) {
      const lane = lanes.get(batch.partition);
      // Not resolved, so it is fetched again if it is still wanted.
      if (!lane || lane.paused || lane.checking || lane.next === undefined) return;
      let { messages } = batch;
      const first = Number(messages[0]!.offset);
      if (first > lane.next) {
        void check(lane, first);
        return;
      }
      const { next } = lane;
      // An older fetch may come in late, after a seek.
      if (first < next) messages = messages.filter(({ offset }) => Number(offset) >= next);
      const last = messages.at(-1);
      if (!last) {
        fetchOn(lane);
        return;
      }
      lane.next = Number(last.offset) + 1;
      resolveOffset(last.offset);
      const records: LogRecord[] = lane.toRecords(messages);
      reader.received(lane.partition, records, Math.max(Number(batch.highWatermark), lane.next));
      // Markers behind the last record of a fetch are resolved with it, and come no more.
      pass(lane, Number(batch.lastOffset()) + 1);
    },
    markers(partition, first, nextOffset) {
      const lane = lanes.get(partition);
      if (!lane || lane.paused || lane.checking || lane.next === undefined) return;
      if (first > lane.next) void check(lane, first);
      else pass(lane, nextOffset);
    },
    outOfRange(partition) {
      const lane = lanes.get(partition);
      if (lane) void check(lane, undefined);
    },
    pause(partition) {
      const lane = lanes.get(partition);
      if (!lane) return;
      lane.paused = true;
      stopFetching(lane);
    },
    resume(partition) {
      const lane = lanes.get(partition);
      if (!lane?.paused) return;
      lane.paused = false;
      fetchOn(lane);
    },
    async end() {
      stopped = true;
      const all = [...lanes.values()];
      for (const lane of all) lane.ended = true;
      lanes.clear();
      await Promise.all([...all.map(({ loading }) => loading), ...releases.values()]);
    },
  };
}
