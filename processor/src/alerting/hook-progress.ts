import { type DeliveryRecord, isCheckpoint } from '../contract/delivery.ts';

/** How often a signal has been tried, as the log says. */
export interface Tries {
  readonly attempt: number;
  readonly first: number;
  readonly nextRetry: number;
}

/** Duplicates of a signal come soon after it (what was published again after a crash); so many ids are remembered. */
const REMEMBERED_IDS = 20_000;

/**
 * How far one hook has come: a fold over its records on `deliveries`. A record of an owner that was thought dead may
 * stand behind those of its successor; each says something true, so nothing that was settled becomes open again unless
 * nobody wrote that down.
 */
export class HookProgress {
  /** Everything below is settled but for `pending`; null: this hook has never begun. */
  next: number | null = null;
  pending = new Set<number>();
  /** Settled at or above `next`. */
  readonly settled = new Set<number>();
  readonly tries = new Map<number, Tries>();
  /** The hash of the url that answered 410, if that was the last word. */
  disabledUrl: string | null = null;
  /** Ids that were delivered or given up, oldest first. */
  readonly recent = new Set<string>();

  take(record: DeliveryRecord): void {
    if (isCheckpoint(record)) {
      if (this.next !== null && record.next < this.next) return;
      this.next = record.next;
      this.pending = new Set(record.pending);
      for (const offset of this.settled) if (offset < record.next) this.settled.delete(offset);
      for (const offset of this.tries.keys()) if (!this.isOpen(offset)) this.tries.delete(offset);
      return;
    }
    const { offset, attempt, first, outcome } = record;
    this.disabledUrl = outcome === 'disabled' ? (record.urlHash ?? null) : null;
    if (outcome === 'delivered' || outcome === 'gave-up') {
      this.settle(offset, record.signal);
    } else if (this.isOpen(offset)) {
      this.tries.set(offset, { attempt, first, nextRetry: record.nextRetry ?? record.at });
    }
  }

  /** Forgets all offsets: they belong to a log that is gone. */
  beginAt(next: number): void {
    this.next = next;
    this.pending.clear();
    this.settled.clear();
    this.tries.clear();
  }

  /** Whether the signal at this offset must still be posted. */
  isOpen(offset: number): boolean {
    return offset < (this.next ?? 0) ? this.pending.has(offset) : !this.settled.has(offset);
  }

  private settle(offset: number, id: string): void {
    this.tries.delete(offset);
    if (offset < (this.next ?? 0)) this.pending.delete(offset);
    else this.settled.add(offset);
    remember(this.recent, id);
  }

  /** The first offset that must be read again. */
  resumeAt(): number {
    let lowest = this.next ?? 0;
    for (const offset of this.pending) if (offset < lowest) lowest = offset;
    return lowest;
  }
}

export function remember(recent: Set<string>, id: string): void {
  recent.add(id);
  if (recent.size <= REMEMBERED_IDS) return;
  for (const oldest of recent) {
    recent.delete(oldest);
    return;
  }
}
