import { DueQueue } from '../domain/clock/due-queue.ts';
import type { WaitingNotification } from './waiting-notification.ts';

/**
 * All that waits for one hook, in chains: notifications of one group go one after the other, a resolve never overtakes
 * its trigger. Of several chains that may go, those go first that begin with a resolve.
 */
export class Chains {
  private readonly waiting = new Map<number, WaitingNotification>();
  private readonly keys = new Set<string>();
  private readonly groups = new Map<string, WaitingNotification[]>();
  /** When the head of each chain may go. A chain whose head is under way is in neither. */
  private readonly ends = new DueQueue();
  private readonly others = new DueQueue();
  /** What its contents take up. */
  bytes = 0;

  get size(): number {
    return this.waiting.size;
  }

  /** In the order of the log. */
  all(): Iterable<WaitingNotification> {
    return this.waiting.values();
  }

  of(group: string): readonly WaitingNotification[] {
    return this.groups.get(group) ?? [];
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  add(waiting: WaitingNotification): void {
    this.waiting.set(waiting.offset, waiting);
    this.keys.add(waiting.key);
    this.bytes += waiting.value.length;
    const chain = this.groups.get(waiting.group);
    if (chain === undefined) {
      this.groups.set(waiting.group, [waiting]);
      this.offer(waiting);
    } else {
      chain.push(waiting);
    }
  }

  /** Takes out a head that may go at `now`; it comes back by `offer`, or leaves by `remove`. */
  take(now: number): WaitingNotification | undefined {
    const group = this.ends.takeBefore(now + 1) ?? this.others.takeBefore(now + 1);
    return group === undefined ? undefined : this.groups.get(group)![0];
  }

  /** A head may go at its `nextRetry`. */
  offer(head: WaitingNotification): void {
    this.queueOf(head).put(head.group, head.nextRetry);
  }

  /** The earliest instant at which a head may go, or Infinity. */
  next(): number {
    return Math.min(this.ends.next(), this.others.next());
  }

  /** Nothing need wait for its own instant any longer. */
  hurry(now: number): void {
    for (const queue of [this.ends, this.others]) {
      const groups: string[] = [];
      for (;;) {
        const group = queue.takeBefore(Number.POSITIVE_INFINITY);
        if (group === undefined) break;
        groups.push(group);
      }
      for (const group of groups) {
        const head = this.groups.get(group)![0]!;
        head.nextRetry = now;
        this.offer(head);
      }
    }
  }

  /** Its end is being written down: it goes no more, and keeps its place until that is durable. */
  settle(waiting: WaitingNotification): void {
    waiting.settling = true;
    if (this.groups.get(waiting.group)![0] === waiting) {
      this.queueOf(waiting).put(waiting.group, Number.POSITIVE_INFINITY);
    }
  }

  /** What is settled leaves, from wherever it stands in its chain. */
  remove(waiting: WaitingNotification): void {
    if (!this.waiting.delete(waiting.offset)) return;
    this.keys.delete(waiting.key);
    this.bytes -= waiting.value.length;
    const chain = this.groups.get(waiting.group)!;
    const at = chain.indexOf(waiting);
    chain.splice(at, 1);
    if (at > 0) return;
    const head = chain[0];
    if (head === undefined) this.groups.delete(waiting.group);
    // What is being settled leaves soon, and makes room for the one behind it then.
    else if (!head.settling) this.offer(head);
  }

  private queueOf({ action }: WaitingNotification): DueQueue {
    return action === 'resolve' ? this.ends : this.others;
  }
}
