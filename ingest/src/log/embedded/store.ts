import { mkdirSync, statfsSync } from 'node:fs';
import { type Database, open, type RootDatabase } from 'lmdb';
import { type Bounds, LogError, type LogName, type LogRecord } from '../event-log.ts';
import { decodeRecord } from './codec.ts';
import { type DirectoryLock, lockDirectory } from './lock.ts';

/** What one read gives at most, so that a long catch-up never holds the event loop. */
const READ_RECORDS = 1000;
const READ_BYTES = 1024 * 1024;
/** Records removed in one transaction of a trim. */
const TRIM_RECORDS = 10_000;
/** What must be left on the disk for anything to be written. */
const RESERVE_BYTES = 32 * 1024 * 1024;
/** The most that a record grows by lying in a tree of pages, with those that a transaction copies. */
const GROWTH = 4;
/** Four logs of up to 64 partitions and the facts; each costs every transaction a little. */
const MAX_TABLES = 260;

/** One partition of one log. `bounds` are those of what is durable. */
export interface StoredPartition {
  readonly log: LogName;
  readonly partition: number;
  readonly records: Database<Buffer, number>;
  bounds: Bounds;
}

export interface StoredAppend {
  readonly to: StoredPartition;
  readonly encoded: readonly Buffer[];
}

/** The record at this offset is missing or is not what was written: a disk has changed it. */
export class DamagedRecord extends Error {
  override readonly name = 'DamagedRecord';
  readonly offset: number;
  constructor(offset: number) {
    super(`the record at ${offset} is damaged`);
    this.offset = offset;
  }
}

/** The LMDB environment of the embedded log: a table for each partition (offset -> record) and one of facts. */
export interface Store {
  /** The partitions of a log, in order, or undefined if it was never created. */
  find(log: LogName): readonly StoredPartition[] | undefined;
  create(log: LogName, partitions: number): Promise<readonly StoredPartition[]>;
  /**
   * One durable transaction: all of it, or nothing and `LOG_UNAVAILABLE` (if the last flush failed, all of it may still
   * be there). Appends of one partition stand in their order.
   */
  append(appends: readonly StoredAppend[]): Promise<void>;
  /**
   * A bounded run of records from an offset within the bounds, possibly shorter than what there is.
   * @throws DamagedRecord if the first of them is not there as it was written.
   */
  read(from: StoredPartition, offset: number): LogRecord[];
  /** Puts a record in the place of one that is damaged. */
  replace(of: StoredPartition, offset: number, encoded: Buffer): Promise<void>;
  /** Forgets what lies below an offset. */
  trim(of: StoredPartition, below: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * @throws LogError `LOG_LOCKED` if another process has the directory, `LOG_UNAVAILABLE` if it cannot be opened.
 */
export function openStore(directory: string, roomOn: (directory: string) => number = freeBytes): Store {
  const { root, lock } = opened(directory);
  const facts: Database<number, string> = root.openDB({ name: 'facts', encoding: 'msgpack' });
  const logs = new Map<LogName, readonly StoredPartition[]>();

  const openPartition = (log: LogName, partition: number): StoredPartition => {
    const records: Database<Buffer, number> = root.openDB({ name: `${log}/${partition}`, encoding: 'binary' });
    const stored = { log, partition, records, bounds: { low: 0, high: 0 } };
    stored.bounds = boundsInStore(stored);
    return stored;
  };
  /** Runs writes as one transaction and waits until it is on the disk. */
  const durable = async (doing: string, bytes: number, writes: () => void): Promise<void> => {
    // Asked before, because a commit that fails half-way for want of room leaves the store's memory in disorder.
    const free = roomOn(directory);
    if (free < bytes) throw full(doing, directory, free);
    try {
      await root.batch(writes);
    } catch (error) {
      const reason = (error as { commitError?: Promise<never> }).commitError;
      const cause = reason ? await reason.catch((inner: unknown) => inner) : error;
      throw unavailable(doing, directory, cause);
    }
  };
  const boundsInStore = ({ log, partition, records }: StoredPartition): Bounds => {
    root.resetReadTxn();
    const low = facts.get(`low ${log}/${partition}`) ?? 0;
    for (const last of records.getKeys({ reverse: true, limit: 1 })) return { low, high: Math.max(low, last + 1) };
    return { low, high: low };
  };
  const find = (log: LogName): readonly StoredPartition[] | undefined => {
    const known = logs.get(log);
    if (known) return known;
    const count = facts.get(`partitions ${log}`);
    if (count === undefined) return undefined;
    const partitions = Array.from({ length: count }, (_, p) => openPartition(log, p));
    logs.set(log, partitions);
    return partitions;
  };

  return {
    find,
    async create(log, partitions) {
      await durable(`creating the log "${log}"`, RESERVE_BYTES, () => void facts.put(`partitions ${log}`, partitions));
      return find(log)!;
    },
    async append(appends) {
      const highs = new Map<StoredPartition, number>();
      try {
        await durable('appending', RESERVE_BYTES + GROWTH * sizeOf(appends), () => {
          for (const { to, encoded } of appends) {
            let offset = highs.get(to) ?? to.bounds.high;
            for (const bytes of encoded) void to.records.put(offset++, bytes);
            highs.set(to, offset);
          }
        });
      } catch (error) {
        // Whether a failed flush left something behind, only the store knows; the next append must begin after it.
        for (const to of highs.keys()) to.bounds = boundsInStore(to);
        throw error;
      }
      for (const [to, high] of highs) to.bounds = { low: to.bounds.low, high };
    },
    read({ partition, records, bounds }, offset) {
      const batch: LogRecord[] = [];
      let bytes = 0;
      root.resetReadTxn();
      const limit = Math.min(READ_RECORDS, bounds.high - offset);
      for (const { key, value } of records.getRange({ start: offset, limit })) {
        const next = offset + batch.length;
        const record = key === next ? decodeRecord(partition, key, value) : undefined;
        if (record === undefined) {
          // What lies before it is sound, and goes first.
          if (batch.length === 0) throw new DamagedRecord(next);
          break;
        }
        batch.push(record);
        bytes += value.length;
        if (bytes >= READ_BYTES) break;
      }
      if (batch.length === 0 && limit > 0) throw new DamagedRecord(offset);
      return batch;
    },
    async replace({ records }, offset, encoded) {
      await durable('mending', RESERVE_BYTES + GROWTH * encoded.length, () => void records.put(offset, encoded));
    },
    async trim(of, below) {
      const low = Math.min(below, of.bounds.high);
      if (low <= of.bounds.low) return;
      // The bound first: from here on readers are told that the rest is gone, even if we die in the middle of it.
      of.bounds = { low, high: of.bounds.high };
      await durable('trimming', RESERVE_BYTES / 4, () => void facts.put(`low ${of.log}/${of.partition}`, low));
      for (;;) {
        root.resetReadTxn();
        const offsets = [...of.records.getKeys({ end: low, limit: TRIM_RECORDS })];
        if (offsets.length === 0) return;
        await durable('trimming', RESERVE_BYTES / 4, () => {
          for (const offset of offsets) void of.records.remove(offset);
        });
      }
    },
    async close() {
      await root.close();
      lock.release();
    },
  };
}

function opened(directory: string): { root: RootDatabase<unknown, string>; lock: DirectoryLock } {
  let root: RootDatabase<unknown, string> | undefined;
  try {
    mkdirSync(directory, { recursive: true });
    root = open({
      path: directory,
      noSubdir: false,
      maxDbs: MAX_TABLES,
      // A write resolves when it is on the disk, and not before.
      overlappingSync: false,
      // Every write here stands in an explicit batch. The implicit ones make promises that nobody can catch when the
      // disk is full, and that would end the process.
      eventTurnBatching: false,
    });
    const env = root;
    const lock = lockDirectory(directory, (take) => env.transactionSync(take));
    return { root, lock };
  } catch (error) {
    void root?.close();
    if (error instanceof LogError) throw error;
    throw unavailable('opening the log', directory, error);
  }
}

const sizeOf = (appends: readonly StoredAppend[]): number =>
  appends.reduce((sum, { encoded }) => encoded.reduce((inner, { length }) => inner + length, sum), 0);

function full(doing: string, directory: string, free: number): LogError {
  const message = `${doing} in ${directory} failed: the disk is full (${Math.round(free / 1e6)} MB left)`;
  return new LogError('LOG_UNAVAILABLE', `${message}; free some space, and it goes on by itself`, { retriable: true });
}

function unavailable(doing: string, directory: string, cause: unknown): LogError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new LogError('LOG_UNAVAILABLE', `${doing} in ${directory} failed: ${text}`, { retriable: true, cause });
}

/** Bytes that this user may still write beside the directory. */
function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
