import type { LaneReader, LogError, LogRecord } from '@belfry/ingest/log';

/** A reader that remembers everything it is told, and lets a test wait for it. */
export interface Recorder extends LaneReader {
  /** By partition, in the order in which they came. */
  readonly lanes: Map<number, LogRecord[]>;
  /** `assigned 0`, `received 0 0..9`, `passed 0 10`, `revoked 0`, `failed LOG_OFFSET_GONE`. */
  readonly calls: string[];
  readonly owned: Set<number>;
  failure: LogError | undefined;
  /** How many records a lane, or all together, have. */
  count(partition?: number): number;
  /** Resolves as soon as the condition holds after some call. */
  until(condition: () => boolean): Promise<void>;
}

/**
 * @param from where to begin in a partition; the default is 0.
 * @param onReceived called with each delivery, before conditions are looked at.
 */
export function createRecorder(
  options: {
    readonly from?: (partition: number) => number | Promise<number>;
    readonly onReceived?: (partition: number, records: readonly LogRecord[], end: number) => void;
  } = {},
): Recorder {
  const waiters = new Set<{ condition: () => boolean; resolve: () => void }>();
  const look = (): void => {
    for (const waiter of [...waiters]) {
      if (!waiter.condition()) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  };
  const recorder: Recorder = {
    lanes: new Map(),
    calls: [],
    owned: new Set(),
    failure: undefined,
    count: (partition) =>
      partition === undefined
        ? [...recorder.lanes.values()].reduce((sum, { length }) => sum + length, 0)
        : (recorder.lanes.get(partition)?.length ?? 0),
    until: (condition) =>
      condition() ? Promise.resolve() : new Promise((resolve) => waiters.add({ condition, resolve })),
    async assigned(partition) {
      recorder.calls.push(`assigned ${partition}`);
      const offset = (await options.from?.(partition)) ?? 0;
      recorder.owned.add(partition);
      look();
      return offset;
    },
    received(partition, records, end) {
      recorder.calls.push(`received ${partition} ${records[0]?.offset}..${records.at(-1)?.offset}`);
      const lane = recorder.lanes.get(partition) ?? [];
      recorder.lanes.set(partition, lane);
      for (const record of records) lane.push(record);
      options.onReceived?.(partition, records, end);
      look();
    },
    passed(partition, nextOffset) {
      recorder.calls.push(`passed ${partition} ${nextOffset}`);
      look();
    },
    revoked(partition) {
      recorder.calls.push(`revoked ${partition}`);
      recorder.owned.delete(partition);
      look();
    },
    failed(error) {
      recorder.calls.push(`failed ${error.code}`);
      recorder.failure = error;
      look();
    },
  };
  return recorder;
}
