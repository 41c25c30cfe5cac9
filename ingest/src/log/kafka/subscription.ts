import { randomUUID } from 'node:crypto';
import type { Admin, Kafka } from 'kafkajs';
import type { WallClock } from '../../contract/wall-clock.ts';
import { type Bounds, type LaneReader, LogError, type LogName, type Subscription } from '../event-log.ts';
import { stickyAssigner } from './assigner.ts';
import { createCommitter } from './committer.ts';
import { createLanes } from './lanes.ts';
import type { RangeAlarm } from './logger.ts';
import { ASK_AFTER_MS, meaningOf } from './session.ts';

/** The shortest that brokers allow by default: so long does a killed member's lane stand still. */
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_MS = 500;
const REBALANCE_TIMEOUT_MS = 15_000;
/** A fetch that finds nothing waits no longer: a lane that is resumed or sought joins the next one. */
/**
 * Small fetches: what is decoded is applied before the garbage collector has to carry it along. A fetch of 10 MB, the
 * default, cost the whole processor a third more CPU an event.
 */
const FETCH_BYTES_A_PARTITION = 128 * 1024;
const FETCH_BYTES = 1024 * 1024;
const FETCH_WAIT_MS = 100;
const WATCH_EVERY_MS = 10_000;
const ASK_AGAIN_MS = 500;

export interface SubscriptionDeps {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly log: LogName;
  readonly topic: string;
  /** The group's full name; without one the reader gets every partition, by a group of its own. */
  readonly group: string | undefined;
  readonly prefix: string;
  readonly reader: LaneReader;
  readonly bounds: (partition: number) => Promise<Bounds>;
  readonly wallClock: WallClock;
  readonly rangeAlarm: RangeAlarm;
  /** Called once it has ended, by `stop` or by a failure. */
  readonly ended: () => void;
}

/** Reads one topic through one kafkajs consumer. Resolves once the first join was tried. */
export async function startSubscription(deps: SubscriptionDeps): Promise<Subscription> {
  const { kafka, log, topic, reader, wallClock } = deps;
  const groupId = deps.group ?? `${deps.prefix}.reader.${randomUUID()}`;
  let lastSign = wallClock.now();
  let ownedSince = 0;
  let stopping: Promise<void> | undefined;

  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: SESSION_TIMEOUT_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    maxBytesPerPartition: FETCH_BYTES_A_PARTITION,
    maxBytes: FETCH_BYTES,
    partitionAssigners: [stickyAssigner(topic, () => ({ owned: lanes.owned(), since: ownedSince }))],
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 8, restartOnFailure: async () => !stopping },
  });
  /** A broker that is away for a moment is no reason to end: asks until it answers. */
  const bounds = async (partition: number): Promise<Bounds> => {
    for (;;) {
      try {
        return await deps.bounds(partition);
      } catch (error) {
        if (stopping || !(error instanceof LogError && error.retriable)) throw error;
        await new Promise<void>((resolve) => wallClock.after(ASK_AGAIN_MS, resolve));
      }
    }
  };
  const lanes = createLanes({ log, topic, consumer, reader, bounds, fail: (error) => fail(error) });

  const committer = createCommitter(consumer, topic);
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      const ended = lanes.end();
      committer.stop();
      cancelWatch();
      unwatchRange();
      await consumer.disconnect().catch(() => undefined);
      // A reader's own group is of no use to anybody; without offsets the broker would forget it by itself.
      if (deps.group === undefined) await deps.admin.deleteGroups([groupId]).catch(() => undefined);
      await ended;
      deps.ended();
    })();
    return stopping;
  };
  const fail = (error: LogError): void => {
    if (stopping) return;
    void stop();
    reader.failed(error);
  };

  const unwatchRange = deps.rangeAlarm.watch(groupId, (partition) => lanes.outOfRange(partition));
  consumer.on(consumer.events.HEARTBEAT, () => {
    lastSign = wallClock.now();
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    lastSign = wallClock.now();
    ownedSince = lastSign;
    if (!stopping) lanes.assigned(payload.memberAssignment[topic] ?? []);
  });
  consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
    // `eachBatch` is never called for a fetch without messages; where it did hold something, that was no record.
    const { partition, batchSize, firstOffset, lastOffset } = payload;
    if (batchSize === 0 && firstOffset !== null) lanes.markers(partition, Number(firstOffset), Number(lastOffset) + 1);
  });
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    if (restart) return; // kafkajs joins again by itself.
    const message = `the consumer of ${topic} in group ${groupId} ended for good: ${error.message}`;
    fail(new LogError('LOG_SESSION_LOST', `${message}; start the process again`, { cause: error }));
  });

  const watch = async (): Promise<void> => {
    const asked = wallClock.now();
    if (asked - lastSign > ASK_AFTER_MS) {
      const answered = await deps.bounds(0).then(
        () => wallClock.now(),
        () => undefined,
      );
      const meaning = meaningOf({ lastSign, asked, answered });
      // Its time begins anew when the broker is back.
      if (meaning === 'broker-away') lastSign = wallClock.now();
      if (meaning === 'session-lost') {
        const silent = Math.round((wallClock.now() - lastSign) / 1000);
        const message = `no heartbeat of group ${groupId} for ${silent} s although the broker answers`;
        fail(new LogError('LOG_SESSION_LOST', `${message}; start the process again`));
      }
    }
    if (!stopping) cancelWatch = wallClock.after(WATCH_EVERY_MS, () => void watch());
  };
  let cancelWatch = wallClock.after(WATCH_EVERY_MS, () => void watch());

  try {
    await consumer.connect();
    // Where a group has no offset kafkajs begins at this one; every lane is sought, so it only says "do not skip".
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // Must only enqueue and return: a broker is fetched again when all batches of its last fetch are done.
      eachBatch: async (payload) => {
        if (!stopping) lanes.batch(payload);
      },
    });
  } catch (cause) {
    await stop();
    throw new LogError('LOG_UNAVAILABLE', `subscribing to ${topic} failed: ${String(cause)}`, {
      retriable: true,
      cause,
    });
  }

  return {
    pause: lanes.pause,
    resume: lanes.resume,
    async commit(partition, nextOffset) {
      // A group of one reader's own has no lag that anybody watches.
      if (deps.group !== undefined) committer.commit(partition, nextOffset);
    },
    stop,
  };
}
