import type { WallClock } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import type { DeliveryRecord } from '../contract/delivery.ts';
import { DueQueue } from '../domain/clock/due-queue.ts';
import { type HookProgress, remember } from './hook-progress.ts';
import type { Poster } from './post.ts';
import { ReceiverGate } from './receiver-gate.ts';
import { type Verdict, verdictOf } from './retry.ts';
import { deliveryOf, type WaitingSignal, waitingSignal } from './waiting-signal.ts';

/** With so many signals waiting the hook stops reading; it goes on when half of them are gone. */
const MOST_WAITING = 5_000;
/** A checkpoint is written after so many settled signals, and each minute that moved anything. */
const CHECKPOINT_EVERY = 500;
const CHECKPOINT_MS = 60_000;

export interface HookLaneDeps {
  readonly hook: string;
  readonly urlHash: string;
  readonly progress: HookProgress;
  readonly poster: Poster;
  readonly wallClock: WallClock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Answers whether the record is durable; false only when the process stops while the log is away. */
  readonly write: (record: DeliveryRecord) => Promise<boolean>;
  /** Whether the log should go on handing over signals. */
  readonly flow: (open: boolean) => void;
  readonly report: (line: string) => void;
}

export interface HookLaneStatus {
  /** The offset behind the last signal that was read. */
  readonly nextOffset: number;
  readonly waiting: number;
  readonly underWay: number;
  readonly failuresInARow: number;
  readonly disabled: boolean;
  readonly gaveUp: number;
  readonly lastStatus: number | null;
  readonly lastDelivered: number | null;
}

/**
 * One hook at work, from an assignment of the log to its end. Signals of a chain go one after the other; the head of a
 * chain leaves it only when its outcome is durable, so that a crash between any two steps repeats a post and loses none.
 */
export class HookLane {
  private readonly deps: HookLaneDeps;
  /** By offset, of which the log has one each. */
  private readonly waiting = new Map<number, WaitingSignal>();
  private readonly waitingIds = new Set<string>();
  private readonly chains = new Map<string, WaitingSignal[]>();
  /** When the head of each chain may go. */
  private readonly ready = new DueQueue();
  private readonly gate = new ReceiverGate();
  private readonly abandon = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  /** All below has been read, in this life or an earlier one. */
  private next: number;
  /** The offset to be read next, which is below `next` while what was left waiting is read again. */
  private reading: number;
  private disabled: boolean;
  private closed = false;
  private full = false;
  private moved = false;
  private settledSince = 0;
  private gaveUp = 0;
  private lastStatus: number | null = null;
  private lastDelivered: number | null = null;
  private cancelAlarm: (() => void) | undefined;
  private cancelCheckpoint: (() => void) | undefined;

  constructor(deps: HookLaneDeps) {
    this.deps = deps;
    this.next = deps.progress.next ?? 0;
    this.reading = deps.progress.resumeAt();
    this.disabled = deps.progress.disabledUrl === deps.urlHash;
    this.planCheckpoint();
  }

  /** Takes signals in, in the order of the log. */
  receive(records: readonly LogRecord[]): void {
    if (this.closed) return;
    if (this.disabled) {
      // What is not taken now is read again when the hook has another url.
      this.deps.flow(false);
      return;
    }
    const { progress } = this.deps;
    for (const record of records) {
      if (record.offset < this.reading) continue;
      this.reading = record.offset + 1;
      if (record.kind === 'signal' && progress.isOpen(record.offset)) this.enqueue(record);
      progress.pending.delete(record.offset);
      if (this.reading > this.next) {
        this.next = this.reading;
        this.moved = true;
        progress.settled.delete(record.offset);
      }
    }
    this.throttle();
    this.pump();
  }

  private enqueue(record: LogRecord): void {
    const { progress, wallClock, hook, report } = this.deps;
    const tries = progress.tries.get(record.offset);
    progress.tries.delete(record.offset);
    const waiting = waitingSignal(record, tries);
    if (waiting instanceof Error) {
      report(
        `hook ${hook}: the record at offset ${record.offset} of signals is no signal (${waiting.message}); skipped`,
      );
      return;
    }
    // What was published again after a crash has its id; it waits already, or is done.
    if (waiting === null || this.waitingIds.has(waiting.id) || progress.recent.has(waiting.id)) return;
    this.waiting.set(record.offset, waiting);
    this.waitingIds.add(waiting.id);
    const chain = this.chains.get(waiting.chain);
    if (chain !== undefined) {
      chain.push(waiting);
      return;
    }
    this.chains.set(waiting.chain, [waiting]);
    this.ready.put(waiting.chain, tries?.nextRetry ?? wallClock.now());
  }

  /** Starts what may start now, and sets an alarm for what may start later. */
  private pump(): void {
    this.cancelAlarm?.();
    this.cancelAlarm = undefined;
    if (this.closed || this.disabled) return;
    const now = this.deps.wallClock.now();
    const most = this.gate.mostAtOnce();
    while (this.underWay.size < most && now >= this.gate.closedUntil) {
      const chain = this.ready.takeBefore(now + 1);
      if (chain === undefined) break;
      const work = this.attempt(this.chains.get(chain)![0]!).finally(() => {
        this.underWay.delete(work);
        this.pump();
      });
      this.underWay.add(work);
    }
    if (this.underWay.size >= most) return;
    const wakeAt = Math.max(this.ready.next(), this.gate.closedUntil);
    if (wakeAt < Number.POSITIVE_INFINITY) {
      this.cancelAlarm = this.deps.wallClock.after(Math.max(0, wakeAt - now), () => this.pump());
    }
  }

  private async attempt(waiting: WaitingSignal): Promise<void> {
    const { hook, urlHash, wallClock, poster, random, write } = this.deps;
    const first = waiting.first ?? wallClock.now();
    waiting.first = first;
    waiting.attempt++;
    const answer = await poster.post(waiting, this.abandon.signal);
    // Cut short from our side: that says nothing about the receiver, and whoever comes next posts it again.
    if (this.abandon.signal.aborted) return;
    const now = wallClock.now();
    const verdict = verdictOf(answer, waiting.attempt, first, now, random());
    this.lastStatus = answer.kind === 'answered' ? answer.status : null;
    waiting.settling = verdict.kind === 'delivered' || verdict.kind === 'gave-up';
    if (this.gate.took(verdict, now, random()) === 'back') this.releaseAll(now);
    if (!(await write(deliveryOf(hook, urlHash, waiting, answer, verdict, now)))) return;
    if (waiting.settling) this.settle(waiting, verdict, now);
    else if (verdict.kind === 'retrying') this.ready.put(waiting.chain, verdict.nextRetry);
    else this.disable();
  }

  private releaseAll(now: number): void {
    const chains: string[] = [];
    for (;;) {
      const chain = this.ready.takeBefore(Number.POSITIVE_INFINITY);
      if (chain === undefined) break;
      chains.push(chain);
    }
    for (const chain of chains) this.ready.put(chain, now);
  }

  private settle(waiting: WaitingSignal, verdict: Verdict, now: number): void {
    const { hook, progress, report } = this.deps;
    if (verdict.kind === 'delivered') {
      this.lastDelivered = now;
    } else {
      this.gaveUp++;
      report(`hook ${hook}: gave up on signal ${waiting.id} after ${waiting.attempt} attempts in 24 h`);
    }
    this.waiting.delete(waiting.offset);
    this.waitingIds.delete(waiting.id);
    remember(progress.recent, waiting.id);
    const chain = this.chains.get(waiting.chain)!;
    chain.shift();
    if (chain.length === 0) this.chains.delete(waiting.chain);
    else this.ready.put(waiting.chain, now);
    this.moved = true;
    this.settledSince++;
    if (this.settledSince >= CHECKPOINT_EVERY) void this.checkpoint();
    this.throttle();
  }

  private disable(): void {
    const { hook, flow, report } = this.deps;
    this.disabled = true;
    flow(false);
    report(`hook ${hook}: its receiver answered 410 Gone, so it is not called any more; give it another url to go on`);
  }

  /** Bounded memory: the log waits for a hook that cannot keep up, and only for this one. */
  private throttle(): void {
    if (this.closed || this.disabled) return;
    if (!this.full && this.waiting.size >= MOST_WAITING) {
      this.full = true;
      this.deps.flow(false);
    } else if (this.full && this.waiting.size <= MOST_WAITING / 2) {
      this.full = false;
      this.deps.flow(true);
    }
  }

  /** Writes down how far it has come. What is settling stands before it in the same log. */
  private checkpoint(): Promise<boolean> {
    const { hook, progress, wallClock, write } = this.deps;
    this.moved = false;
    this.settledSince = 0;
    const pending = [...progress.pending];
    for (const { offset, settling } of this.waiting.values()) if (!settling) pending.push(offset);
    pending.sort((a, b) => a - b);
    return write({ hook, next: this.next, pending, at: wallClock.now() });
  }

  private planCheckpoint(): void {
    this.cancelCheckpoint = this.deps.wallClock.after(CHECKPOINT_MS, () => {
      if (this.moved) void this.checkpoint();
      this.planCheckpoint();
    });
  }

  status(): HookLaneStatus {
    return {
      nextOffset: this.next,
      waiting: this.waiting.size,
      underWay: this.underWay.size,
      failuresInARow: this.gate.failuresInARow,
      disabled: this.disabled,
      gaveUp: this.gaveUp,
      lastStatus: this.lastStatus,
      lastDelivered: this.lastDelivered,
    };
  }

  /**
   * Ends it. With `graceMs` the posts under way may come to their end first and the progress is written down; with null
   * the lane is somebody else's and nothing more is said.
   */
  async close(graceMs: number | null): Promise<void> {
    this.closed = true;
    this.cancelAlarm?.();
    this.cancelCheckpoint?.();
    if (graceMs === null) {
      this.abandon.abort();
      return;
    }
    const cancel = this.deps.wallClock.after(graceMs, () => this.abandon.abort());
    await Promise.all(this.underWay);
    cancel();
    if (this.moved) await this.checkpoint();
  }
}
