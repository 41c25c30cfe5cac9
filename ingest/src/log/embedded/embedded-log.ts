import type { WallClock } from '../../contract/wall-clock.ts';
import {
  type EventLog,
  LogError,
  type LogName,
  type LogRecord,
  type LogSpec,
  type NewRecord,
  type SubscribeOptions,
  type Subscription,
} from '../event-log.ts';
import { createAppender } from './appender.ts';
import { encodeRecord } from './codec.ts';
import { createGroup, type Group, type GroupMember } from './group.ts';
import { type LaneFeed, startLaneFeed } from './lane-feed.ts';
import { openStore, type StoredPartition } from './store.ts';

export interface EmbeddedLogOptions {
  /** Created if missing. Only one process may have it. */
  readonly directory: string;
  /** What a log gets whose spec says 0 partitions. Default 4. */
  readonly partitions?: number;
  /** Gives the append times. */
  readonly wallClock: WallClock;
  /** Who may have a record that is damaged here; undefined if they have not. Default: nobody. */
  readonly archived?: (log: LogName, partition: number, offset: number) => Promise<ArchivedRecord | undefined>;
  /** Takes what an operator should read. */
  readonly report?: (line: string) => void;
}

/** A record as it was, with the append time that it got, ms UTC. */
export type ArchivedRecord = NewRecord & Pick<LogRecord, 'appendTime'>;

/** The embedded log can also forget, which a broker does by itself. */
export interface EmbeddedLog extends EventLog {
  /** Drops the records below an offset; who reads there gets `LOG_OFFSET_GONE`. Without it everything is kept. */
  trim(log: LogName, partition: number, below: number): Promise<void>;
}

/**
 * The log without Kafka: durable, ordered, partitioned, in one directory of one process (lmdb).
 *
 * @example
 * const log = await createEmbeddedLog({ directory: '.belfry/log', wallClock: machineClock });
 * await log.ensure([{ name: 'events', partitions: 4 }]);
 * await log.append('events', partitionOf('o-1', 4), [{ key: 'o-1', kind: 'event', value }]);
 *
 * @throws LogError `LOG_LOCKED` if another process has the directory, `LOG_UNAVAILABLE` if it cannot be opened.
 */
export async function createEmbeddedLog(options: EmbeddedLogOptions): Promise<EmbeddedLog> {
  const { directory, wallClock, partitions: defaultPartitions = 4 } = options;
  const store = openStore(directory);
  const groups = new Map<string, Group>();
  const members = new Set<EmbeddedMember>();
  let joined = 0;
  let closed = false;

  const partitionsOf = (log: LogName): readonly StoredPartition[] => {
    if (closed) throw new LogError('LOG_CLOSED', `log "${log}" is used after close()`);
    const found = ensured.has(log) ? store.find(log) : undefined;
    if (!found) throw new LogError('LOG_UNKNOWN', `log "${log}" is used before ensure() was called for it`);
    return found;
  };
  const partitionOfLog = (log: LogName, partition: number): StoredPartition => {
    const found = partitionsOf(log)[partition];
    if (!found) throw new LogError('LOG_UNKNOWN', `log "${log}" has no partition ${partition}`);
    return found;
  };
  const ensured = new Set<LogName>();
  const appender = createAppender({
    write: store.append,
    now: () => wallClock.now(),
    appended({ log, partition }) {
      for (const member of members) if (member.log === log) member.feeds.get(partition)?.wake();
    },
  });

  async function ensureOne({ name, partitions }: LogSpec): Promise<void> {
    const wanted = partitions || defaultPartitions;
    const found = store.find(name) ?? (await store.create(name, wanted));
    if (found.length !== wanted) {
      throw new LogError(
        'LOG_WRONG_TOPIC',
        `log "${name}" in ${directory} has ${found.length} partitions and was asked to have ${wanted}, which would send ` +
          `subjects to other lanes: start with ${found.length}, or with another directory (BELFRY_DATA=<new directory>)`,
      );
    }
    ensured.add(name);
  }

  async function mend(from: StoredPartition, offset: number): Promise<void> {
    const place = `record ${offset} of "${from.log}" partition ${from.partition} in ${directory} is damaged`;
    const found = await options.archived?.(from.log, from.partition, offset);
    if (found === undefined) {
      throw new LogError(
        'LOG_DAMAGED',
        `${place}, and no archive has it. Nothing behind it was read. Look after the disk; restore ${directory} from a copy, ` +
          'or begin anew with BELFRY_DATA=<new directory> and let the sources tell and import again',
      );
    }
    await store.replace(from, offset, encodeRecord(found, found.appendTime));
    options.report?.(`${place}: it was put back as the archive has it. Look after the disk`);
  }

  async function subscribe({ log, group, reader }: SubscribeOptions): Promise<Subscription> {
    const stored = partitionsOf(log);
    joined += 1;
    const member: EmbeddedMember = {
      id: `${joined}`,
      log,
      feeds: new Map(),
      take: (partition) =>
        startLaneFeed({
          from: stored[partition]!,
          reader,
          read: store.read,
          mend,
          fail: (error) => void fail(error),
        }),
      revoked: (partition) => reader.revoked(partition),
    };
    const sharing = group === undefined ? createGroup(stored.length) : groupOf(log, group, stored.length);
    let leaving: Promise<void> | undefined;
    const leave = (): Promise<void> => {
      members.delete(member);
      leaving ??= sharing.leave(member);
      return leaving;
    };
    const fail = async (error: LogError): Promise<void> => {
      if (leaving) return;
      void leave();
      reader.failed(error);
    };
    member.leave = leave;
    members.add(member);
    await sharing.join(member);
    return {
      pause: (partition) => member.feeds.get(partition)?.pause(),
      resume: (partition) => member.feeds.get(partition)?.resume(),
      commit: () => Promise.resolve(),
      stop: leave,
    };
  }
  const groupOf = (log: LogName, group: string, partitions: number): Group => {
    const key = `${log} ${group}`;
    const found = groups.get(key) ?? createGroup(partitions);
    groups.set(key, found);
    return found;
  };

  return {
    async ensure(specs) {
      for (const spec of specs) await ensureOne(spec);
    },
    partitions: (log) => partitionsOf(log).length,
    async append(log, partition, records) {
      const to = partitionOfLog(log, partition);
      if (records.length === 0) return { baseOffset: to.bounds.high, appendTime: wallClock.now() };
      return appender.append(to, records);
    },
    bounds: async (log, partition) => partitionOfLog(log, partition).bounds,
    subscribe,
    trim: async (log, partition, below) => store.trim(partitionOfLog(log, partition), below),
    async close() {
      if (closed) return;
      closed = true;
      await Promise.all([...members].map((member) => member.leave?.()));
      await appender.idle();
      await store.close();
    },
  };
}

interface EmbeddedMember extends GroupMember {
  readonly log: LogName;
  readonly feeds: Map<number, LaneFeed>;
  leave?: () => Promise<void>;
}
