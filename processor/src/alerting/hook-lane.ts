import type { WallClock } from '@belfry/ingest/contract';
import type { LogRecord, NewRecord } from '@belfry/ingest/log';
import type { Delivery } from '../contract/delivery.ts';
import { Chains } from './chains.ts';
import { Checkpoints } from './checkpoints.ts';
import { Fullness } from './fullness.ts';
import { HandingOn } from './handing-on.ts';
import type { HookProgress } from './hook-progress.ts';
import { attemptOf, decisionOf, deliveryRecord } from './hook-records.ts';
import { Intake } from './intake.ts';
import { HEARTBEAT_HOLDS_MS, nextStep } from './next-step.ts';
import { RateLimit } from './rate-limit.ts';
import { ReceiverGate } from './receiver-gate.ts';
import type { Receiver } from './receivers/receiver.ts';
import { type Answer, RETRY_FOR_MS, verdictOf } from './retry.ts';
import { contentsOf, type WaitingNotification } from './waiting-notification.ts';

export interface HookLaneDeps {
  readonly hook: string;
  readonly urlHash: string;
  readonly perMinute: number;
  readonly fallback: string | null;
  readonly progress: HookProgress;
  readonly receiver: Receiver;
  readonly wallClock: WallClock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Answers whether the records are durable; false only when the process stops while the log is away. */
  readonly write: (...records: readonly NewRecord[]) => Promise<boolean>;
  /** Whether the log should go on handing over notifications. */
  readonly flow: (open: boolean) => void;
  readonly report: (line: string) => void;
}

/**
 * One hook at work, from an assignment of the log to its end. Notifications of a group go one after the other; the head
 * of a chain leaves it only when its outcome is durable, so that a crash between any two steps repeats a post and loses
 * none.
 */
export class HookLane {
  private readonly deps: HookLaneDeps;
  private readonly chains = new Chains();
  private readonly intake: Intake;
  private readonly fullness: Fullness;
  private readonly gate: ReceiverGate;
  private readonly limit: RateLimit;
  private readonly checkpoints: Checkpoints;
  private readonly handingOn: HandingOn | undefined;
  private readonly abandon = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private disabled: boolean;
  private closed = false;
  private gaveUp = 0;
  private cancelAlarm: (() => void) | undefined;

  constructor(deps: HookLaneDeps) {
    this.deps = deps;
    const { hook, urlHash, perMinute, fallback, progress, wallClock, write } = deps;
    this.intake = new Intake({ hook, chains: this.chains, progress, report: deps.report });
    this.fullness = new Fullness(this.chains, deps.flow);
    this.disabled = progress.isDisabledAt(urlHash);
    this.gate = new ReceiverGate(progress.standing.failuresInARow);
    this.limit = new RateLimit(perMinute, progress.lately);
    this.checkpoints = new Checkpoints(hook, progress, wallClock, (record) => write(deliveryRecord(record)));
    if (fallback !== null) {
      this.handingOn = new HandingOn({
        hook,
        fallback,
        chains: this.chains,
        progress,
        wallClock,
        failuresInARow: () => this.gate.failuresInARow,
        isDisabled: () => this.disabled,
        isFull: () => this.fullness.isFull,
        write,
        left: () => this.left(),
      });
    }
  }

  /** Takes notifications in, in the order of the log; its other records are passed over. */
  receive(records: readonly LogRecord[]): void {
    if (this.closed) return;
    if (this.disabled && this.handingOn === undefined) {
      // What is not taken now is read again when the hook has another url.
      this.deps.flow(false);
      return;
    }
    if (!this.intake.take(records, this.deps.wallClock.now())) return;
    this.checkpoints.noteRead();
    this.dropOldHeartbeats();
    this.handingOn?.look();
    this.throttle();
    this.pump();
  }

  /** Only the newest is worth a post, so that a hook that is down does not gather them. */
  private dropOldHeartbeats(): void {
    for (const waiting of this.chains.all()) {
      const old = waiting.action === 'heartbeat' && waiting.offset < this.intake.newestHeartbeat;
      if (old && !waiting.underWay && !waiting.settling) void this.conclude(waiting, this.needless(waiting));
    }
  }

  /** Starts what may start now, and sets an alarm for what may start later. */
  private pump(): void {
    this.cancelAlarm?.();
    this.cancelAlarm = undefined;
    if (this.closed || this.disabled) return;
    const now = this.deps.wallClock.now();
    const most = this.gate.mostAtOnce();
    const mayGo = (): boolean =>
      this.underWay.size < most && now >= this.gate.closedUntil && now >= this.limit.freeAt();
    while (mayGo()) {
      const head = this.chains.take(now);
      if (head === undefined) break;
      const work = this.work(head).finally(() => {
        this.underWay.delete(work);
        this.pump();
      });
      this.underWay.add(work);
    }
    if (this.underWay.size >= most) return;
    const wakeAt = Math.max(this.chains.next(), this.gate.closedUntil, this.limit.freeAt());
    if (wakeAt < Number.POSITIVE_INFINITY) {
      this.cancelAlarm = this.deps.wallClock.after(Math.max(0, wakeAt - now), () => this.pump());
    }
  }

  private async work(head: WaitingNotification): Promise<void> {
    const now = this.deps.wallClock.now();
    const wasTold = this.deps.progress.groups.wasTold(head.group);
    const outdated = head.offset < this.intake.newestHeartbeat;
    if (nextStep(head, { wasTold, outdated, now }) === 'needless') return this.conclude(head, this.needless(head));
    const body = this.bodyOf(head);
    if (body === null) return this.conclude(head, this.needless(head));
    head.underWay = true;
    try {
      await this.attempt(head, body, now);
    } finally {
      head.underWay = false;
    }
    this.handingOn?.lookAt(head.group);
  }

  private async attempt(head: WaitingNotification, body: string | Error, now: number): Promise<void> {
    const { hook, urlHash, wallClock, receiver, progress, random, write } = this.deps;
    head.first ??= now;
    this.limit.posted(now);
    const answer: Answer =
      body instanceof Error
        ? { kind: 'unreachable', reason: `its text could not be made: ${body.message}` }
        : await receiver.post({ id: head.id, action: head.action, body }, this.abandon.signal);
    this.limit.answered(now, wallClock.now());
    // Cut short from our side: that says nothing about the receiver, and whoever comes next posts it again.
    if (this.abandon.signal.aborted) return;
    head.attempt++;
    const at = wallClock.now();
    const retryFor = head.action === 'heartbeat' ? HEARTBEAT_HOLDS_MS : RETRY_FOR_MS;
    const verdict = verdictOf(answer, head.attempt, head.since, at, random(), retryFor);
    if (this.gate.took(verdict, at, random()) === 'back') this.chains.hurry(at);
    const word = attemptOf(hook, head, answer, verdict, { at, body: String(body), urlHash });
    if (verdict.kind === 'delivered' || verdict.kind === 'gave-up') return this.conclude(head, word);
    progress.take(word);
    if (!(await write(deliveryRecord(word)))) return;
    if (verdict.kind === 'retrying') {
      head.nextRetry = verdict.nextRetry;
      this.chains.offer(head);
    } else this.disable();
  }

  /** A text that cannot be made is a fault of ours, which a later Belfry may not have. */
  private bodyOf(waiting: WaitingNotification): string | null | Error {
    try {
      return this.deps.receiver.body(contentsOf(waiting));
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private needless(waiting: WaitingNotification): Delivery {
    return decisionOf(this.deps.hook, waiting, 'needless', this.deps.wallClock.now(), null);
  }

  /** Writes its last outcome down, and lets it go once that is durable. */
  private async conclude(waiting: WaitingNotification, word: Delivery): Promise<void> {
    const { hook, progress, write, report } = this.deps;
    this.chains.settle(waiting);
    progress.take(word);
    if (word.outcome === 'gave-up') {
      this.gaveUp++;
      report(`hook ${hook}: gave up on ${waiting.id} (${waiting.action}) after ${waiting.attempt} attempts`);
    }
    if (!(await write(deliveryRecord(word)))) return;
    this.chains.remove(waiting);
    this.left();
  }

  private left(): void {
    this.checkpoints.noteSettled();
    this.throttle();
    this.pump();
  }

  private disable(): void {
    const { hook, flow, report } = this.deps;
    if (this.disabled) return;
    this.disabled = true;
    report(`hook ${hook}: its receiver answered 410 Gone, so it is not called any more; give it another url to go on`);
    if (this.handingOn === undefined) flow(false);
    else this.handingOn.look();
  }

  private throttle(): void {
    if (this.closed || (this.disabled && this.handingOn === undefined)) return;
    this.fullness.look();
  }

  status() {
    return {
      nextOffset: this.deps.progress.next ?? 0,
      waiting: this.chains.size,
      underWay: this.underWay.size,
      disabled: this.disabled,
      gaveUp: this.gaveUp,
      standing: this.deps.progress.standing,
    };
  }

  /**
   * Ends it. With `graceMs` the posts under way may come to their end first and the progress is written down; with null
   * the lane is somebody else's and nothing more is said.
   */
  async close(graceMs: number | null): Promise<void> {
    this.closed = true;
    this.cancelAlarm?.();
    this.handingOn?.close();
    if (graceMs === null) {
      this.checkpoints.abandon();
      this.abandon.abort();
      return;
    }
    const cancel = this.deps.wallClock.after(graceMs, () => this.abandon.abort());
    await Promise.all(this.underWay);
    cancel();
    await this.checkpoints.close();
  }
}
