import type { WallClock } from '@belfry/ingest/contract';
import type { NewRecord } from '@belfry/ingest/log';
import type { Chains } from './chains.ts';
import type { HookProgress } from './hook-progress.ts';
import { copyFor, decisionOf, deliveryRecord } from './hook-records.ts';
import { isToBeHandedOn } from './next-step.ts';
import type { WaitingNotification } from './waiting-notification.ts';

/** How often what waits is looked through, as long as anything does. */
const LOOK_MS = 5_000;

export interface HandingOnDeps {
  readonly hook: string;
  readonly fallback: string;
  readonly chains: Chains;
  readonly progress: HookProgress;
  readonly wallClock: WallClock;
  readonly failuresInARow: () => number;
  readonly isDisabled: () => boolean;
  /** Whether the hook has stopped reading, because it may hold no more. */
  readonly isFull: () => boolean;
  readonly write: (...records: readonly NewRecord[]) => Promise<boolean>;
  /** Something has left the chains, because the fallback has it and this hook need not try any longer. */
  readonly left: () => void;
}

/**
 * Gives the fallback what a hook does not take. The copy stands in the log before the word that says so, in one append:
 * killed before it, the next owner hands it on again, and the fallback drops what it has by its id.
 */
export class HandingOn {
  private readonly deps: HandingOnDeps;
  private cancel: (() => void) | undefined;
  private closed = false;

  constructor(deps: HandingOnDeps) {
    this.deps = deps;
  }

  /** Looks through all that waits, in the order of the log, which is the order of each group. */
  look(): void {
    this.cancel?.();
    this.cancel = undefined;
    if (this.closed) return;
    for (const waiting of [...this.deps.chains.all()]) this.consider(waiting);
    if (this.deps.isFull()) this.makeRoom();
    if (this.deps.chains.size > 0) this.cancel = this.deps.wallClock.after(LOOK_MS, () => this.look());
  }

  /** The rest of the chain may be due as well, since the fallback hears a group to its end. */
  lookAt(group: string): void {
    if (this.closed) return;
    for (const waiting of [...this.deps.chains.of(group)]) this.consider(waiting);
    if (this.deps.chains.size > 0) this.cancel ??= this.deps.wallClock.after(LOOK_MS, () => this.look());
  }

  close(): void {
    this.closed = true;
    this.cancel?.();
  }

  /** What the fallback has leaves a hook that is full of what it cannot deliver, so that the rest is read and handed on too. */
  private makeRoom(): void {
    const { chains } = this.deps;
    for (const waiting of [...chains.all()]) {
      if (waiting.fellBack && !waiting.underWay && !waiting.settling) void this.end(waiting);
    }
  }

  private consider(waiting: WaitingNotification): void {
    const { chains, progress, wallClock, failuresInARow, isDisabled, hook, fallback, write } = this.deps;
    const disabled = isDisabled();
    // An attempt at the chain's head decides first; then the chain is looked at again, in its order.
    const head = chains.of(waiting.group)[0]!;
    if (waiting.settling || (disabled && head.underWay)) return;
    const now = wallClock.now();
    const due = isToBeHandedOn(waiting, {
      disabled,
      receiverFails: failuresInARow() > 0,
      chainFails: head.attempt > 0,
      groupHandedOn: progress.groups.wasHandedOn(waiting.group),
      now,
    });
    const before = due ? [copyFor(fallback, hook, waiting)] : [];
    waiting.fellBack ||= due;
    if (disabled && waiting.fellBack) {
      // A disabled hook tries nothing again, so that is its end there.
      void this.end(waiting, ...before);
    } else if (due) {
      const word = decisionOf(hook, waiting, 'fell-back', now, Math.max(now, waiting.nextRetry));
      progress.take(word);
      void write(...before, deliveryRecord(word));
    }
  }

  private async end(waiting: WaitingNotification, ...before: readonly NewRecord[]): Promise<void> {
    const { hook, chains, progress, wallClock, write, left } = this.deps;
    const word = decisionOf(hook, waiting, 'fell-back', wallClock.now(), null);
    chains.settle(waiting);
    progress.take(word);
    if (!(await write(...before, deliveryRecord(word)))) return;
    chains.remove(waiting);
    left();
  }
}
