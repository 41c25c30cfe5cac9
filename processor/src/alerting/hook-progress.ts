import { type Delivery, type DeliveryRecord, isCheckpoint, isOfDeliveries, isSettled } from '../contract/delivery.ts';
import { type HookStanding, standingAfter, UNTRIED } from '../contract/hook-standing.ts';
import { OpenGroups } from './open-groups.ts';
import { WINDOW_MS } from './rate-limit.ts';

/** How often a notification has been tried, as the log says. */
export interface Tries {
  readonly attempt: number;
  /** When it was tried first; null if it was not, but went to the fallback. */
  readonly first: number | null;
  readonly nextRetry: number;
  /** Whether the fallback has it. */
  readonly fellBack: boolean;
}

/** Duplicates of a notification come soon after it (what was published again after a crash); so many ids are remembered. */
const REMEMBERED_IDS = 20_000;

/**
 * How far one hook has come and how it stands: a fold over its records on `deliveries`. The lane puts in what it writes, so
 * that it knows at work what whoever comes next will read. A record of an owner that was thought dead may stand behind
 * those of its successor; each says something true, so nothing that was settled becomes open again unless nobody wrote
 * that down.
 */
export class HookProgress {
  /** Everything below is settled but for `pending`; null: this hook has never begun. */
  next: number | null = null;
  pending = new Set<number>();
  readonly tries = new Map<number, Tries>();
  readonly groups = new OpenGroups();
  standing: HookStanding = UNTRIED;
  /** Whether it has taken a checkpoint that needs nothing before it. */
  isWhole = false;
  /** When attempts of the last minute ended, ms UTC. */
  readonly lately: number[] = [];
  /** Settled at or above `next`. */
  private readonly settled = new Set<number>();
  /** Ids that are settled, oldest first. */
  private readonly recent = new Set<string>();

  take(record: DeliveryRecord): void {
    if (!isOfDeliveries(record)) return;
    if (isCheckpoint(record)) {
      if (record.groups !== undefined) {
        this.groups.restore(record.groups);
        this.isWhole = true;
      }
      if (this.next !== null && record.next < this.next) return;
      this.next = record.next;
      this.pending = new Set(record.pending);
      for (const offset of this.settled) if (offset < record.next) this.settled.delete(offset);
      for (const offset of this.tries.keys()) if (!this.isOpen(offset)) this.tries.delete(offset);
      return;
    }
    this.standing = standingAfter(this.standing, record);
    this.groups.take(record);
    this.noteAttempt(record);
    const { offset, attempt, first, outcome } = record;
    if (isSettled(record)) {
      this.settle(offset, record.notification);
    } else if (this.isOpen(offset)) {
      this.tries.set(offset, {
        attempt,
        first: attempt === 0 ? null : first,
        nextRetry: record.nextRetry ?? record.at,
        fellBack: outcome === 'fell-back' || (this.tries.get(offset)?.fellBack ?? false),
      });
    }
  }

  /** The record at this offset has been read. `waits`: it is for this hook, and still to be posted. */
  read(offset: number, waits: boolean): void {
    if (waits) this.pending.add(offset);
    else this.pending.delete(offset);
    if (offset < (this.next ?? 0)) return;
    this.next = offset + 1;
    this.settled.delete(offset);
  }

  /** Forgets all offsets: they belong to a log that is gone. */
  beginAt(next: number): void {
    this.next = next;
    this.pending.clear();
    this.settled.clear();
    this.tries.clear();
  }

  /** Whether this url answered 410 last. What another one answered says nothing about it, and is forgotten. */
  isDisabledAt(urlHash: string): boolean {
    const { disabledUrl, lastDelivered } = this.standing;
    if (disabledUrl === urlHash) return true;
    if (disabledUrl !== null) this.standing = { ...UNTRIED, lastDelivered };
    return false;
  }

  /** Whether the notification at this offset must still be posted. */
  isOpen(offset: number): boolean {
    return offset < (this.next ?? 0) ? this.pending.has(offset) : !this.settled.has(offset);
  }

  /** Whether a notification of this id was settled not long ago. */
  wasSettled(id: string): boolean {
    return this.recent.has(id);
  }

  /** The first offset that must be read again. */
  resumeAt(): number {
    let lowest = this.next ?? 0;
    for (const offset of this.pending) if (offset < lowest) lowest = offset;
    return lowest;
  }

  private settle(offset: number, id: string): void {
    this.tries.delete(offset);
    if (offset < (this.next ?? 0)) this.pending.delete(offset);
    else this.settled.add(offset);
    this.recent.add(id);
    if (this.recent.size <= REMEMBERED_IDS) return;
    for (const oldest of this.recent) {
      this.recent.delete(oldest);
      return;
    }
  }

  private noteAttempt({ outcome, at }: Delivery): void {
    if (outcome === 'needless' || outcome === 'fell-back') return;
    this.lately.push(at);
    while (this.lately[0]! <= at - WINDOW_MS) this.lately.shift();
  }
}
