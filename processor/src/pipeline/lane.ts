import type { LogName, LogRecord } from '@belfry/ingest/log';
import { faultOf } from './fault-of.ts';
import type { ArchiveWish, Effects, Fold, Work } from './fold.ts';
import { Horizon } from './horizon.ts';
import type { EffectSource, Outbox, Position } from './outbox.ts';

/** Where a lane goes on from, as it was stored. */
export interface LaneStart {
  readonly nextOffset: number;
  readonly highestAppend: number;
  readonly horizon: number;
}

/** Why a lane stopped applying. */
export type Halt =
  | 'empty'
  | 'out-of-time'
  /** The next record is about a subject that has left memory: `absentees` names it and others that follow. */
  | 'subject-away'
  /** The record in hand needs events from the archive: `wish` names them. */
  | 'archive-wanted';

/** So far ahead the lane looks for subjects to bring back with one query. */
const LOOK_AHEAD = 2000;

/**
 * One partition of a log with the state of its fold. Records are applied one by one, in the order of the log; whatever
 * they cause goes to the outbox. A lane waits for nothing and nobody: others bring it records and store what it did.
 */
export class Lane {
  readonly log: LogName;
  readonly partition: number;
  readonly fold: Fold;
  readonly horizon: Horizon;
  /** The offset of the next record to apply. */
  nextOffset: number;
  /** The offset behind the last record that the log is known to hold. */
  end: number;
  /** The position that is stored: nothing is written for a lane that stands where it stood. */
  storedOffset: number;
  /** What the record in hand waits for. */
  wish: ArchiveWish | undefined;

  private readonly outbox: Outbox;
  private readonly source: EffectSource;
  private readonly effects: Effects;
  private queue: LogRecord[] = [];
  private head = 0;
  /** Below it nothing more comes: the lane stands there once it has applied what waits. */
  private passed = 0;
  private unfinished: { readonly record: LogRecord; readonly rest: Work } | undefined;

  constructor(log: LogName, partition: number, fold: Fold, outbox: Outbox, start: LaneStart) {
    this.log = log;
    this.partition = partition;
    this.fold = fold;
    this.outbox = outbox;
    this.nextOffset = start.nextOffset;
    this.storedOffset = start.nextOffset;
    this.end = start.nextOffset;
    this.horizon = new Horizon(start.horizon, start.highestAppend);
    this.source = { log, lane: partition, horizon: this.horizon, offset: 0, appendTime: 0 };
    this.effects = outbox.effectsOf(this.source);
  }

  /** Records that wait. */
  get backlog(): number {
    return this.queue.length - this.head;
  }

  get idle(): boolean {
    return this.backlog === 0 && this.unfinished === undefined;
  }

  enqueue(records: readonly LogRecord[], end: number): void {
    // A lane that catches up may never be empty, so what it has applied is let go here.
    if (this.head > 0) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
    for (const record of records) this.queue.push(record);
    if (end > this.end) this.end = end;
  }

  /** Takes note that no record lies between those that it was given and that offset. */
  pass(nextOffset: number): void {
    this.passed = nextOffset;
    if (nextOffset > this.end) this.end = nextOffset;
    if (this.idle) this.leap();
  }

  private leap(): void {
    if (this.passed > this.nextOffset) this.nextOffset = this.passed;
  }

  /**
   * Applies what waits until there is nothing left, something must be fetched first, or `outOfTime` says so. Offsets may
   * leap where others wrote in transactions; records that are no longer retained never get here (LOG_OFFSET_GONE).
   */
  apply(outOfTime: () => boolean): Halt {
    for (let n = 0; ; n++) {
      if (this.unfinished !== undefined) {
        const halt = this.goOn(outOfTime);
        if (halt !== undefined) return halt;
      }
      // Asking the clock costs about as much as a small event, so it is not asked each time.
      if (n % 16 === 15 && outOfTime()) return 'out-of-time';
      const record = this.queue[this.head];
      if (record === undefined) {
        this.queue = [];
        this.head = 0;
        this.leap();
        return 'empty';
      }
      if (record.offset < this.nextOffset) {
        this.head++;
        continue;
      }
      if (record.kind === 'event' && this.fold.isAway(record.key)) return 'subject-away';
      this.head++;
      this.applyOne(record);
    }
  }

  /** The subjects that have left memory and are named by records that wait soon. */
  absentees(): string[] {
    const away = new Set<string>();
    for (let at = this.head; at < this.queue.length && at < this.head + LOOK_AHEAD; at++) {
      const { kind, key } = this.queue[at]!;
      if (kind === 'event' && this.fold.isAway(key)) away.add(key);
    }
    return [...away];
  }

  position(): Position {
    return {
      log: this.log,
      lane: this.partition,
      nextOffset: this.nextOffset,
      highestAppend: this.horizon.highestAppend,
      horizon: this.horizon.at,
      extent: JSON.stringify(this.fold.extent()),
    };
  }

  private applyOne(record: LogRecord): void {
    const fault = record.kind === 'event' ? undefined : faultOf(record);
    if (fault !== undefined) {
      const { offset, appendTime, key, value } = record;
      this.effects.quarantine({ offset, appendTime, key, ...fault, bytes: value });
      this.nextOffset = offset + 1;
      return;
    }
    const before = this.horizon.at;
    this.horizon.take(record);
    this.source.offset = record.offset;
    this.source.appendTime = record.appendTime;
    if (record.kind === 'event' && this.log === 'events') this.outbox.archive(record, before);
    if (record.kind === 'release' && this.log === 'events') this.outbox.release(record, before);
    const rest = this.fold.apply(record, this.horizon, this.effects);
    if (rest === undefined) this.nextOffset = record.offset + 1;
    else this.unfinished = { record, rest };
  }

  /** Answers why the record in hand is not done, undefined if it is. Its position is taken only then. */
  private goOn(outOfTime: () => boolean): Halt | undefined {
    const { record, rest } = this.unfinished!;
    for (let step = rest.next(); !step.done; step = rest.next()) {
      this.wish = step.value;
      if (step.value !== undefined) return 'archive-wanted';
      if (outOfTime()) return 'out-of-time';
    }
    this.unfinished = undefined;
    this.nextOffset = record.offset + 1;
    return undefined;
  }
}
