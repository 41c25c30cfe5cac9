import {
  type CompiledHook,
  conditionOf,
  type Delivery,
  type DeliveryRecord,
  type HookCheckpoint,
  isCheckpoint,
  isSettled,
  type Notification,
  standingAfter,
  UNTRIED,
} from '@belfry/processor/contract';
import type { DeliveryView, HookView } from '../../contract/people-api.ts';

/** So many notifications of a hook are shown. */
export const SHOWN = 50;
/** Copies of a notification come soon after it; so many ids are remembered. */
const REMEMBERED_IDS = 5_000;

/** What the log told of one hook: its last notifications, what became of them, and how it stands. */
export class HookHistory {
  /** The last append time of a word of its lane, ms UTC: a hook that nobody serves says none. */
  lastWord = 0;
  /** By offset, oldest first. */
  private readonly shown = new Map<number, DeliveryView>();
  private readonly waiting = new Set<number>();
  private readonly ids = new Set<string>();
  private standing = UNTRIED;

  notified(notification: Notification, offset: number, at: number): void {
    const { id, again } = notification;
    if (again === undefined) {
      if (this.ids.has(id)) return;
      this.ids.add(id);
      if (this.ids.size > REMEMBERED_IDS) this.ids.delete(first(this.ids)!);
    }
    this.waiting.add(offset);
    this.shown.set(offset, { id, at, notification, last: null, attempts: 0, body: null });
    if (this.shown.size > SHOWN) this.shown.delete(first(this.shown.keys())!);
  }

  took(record: DeliveryRecord, at: number): void {
    this.lastWord = Math.max(this.lastWord, at);
    if (isCheckpoint(record)) this.reached(record);
    else this.tried(record);
  }

  view({ name, kind, fallback }: CompiledHook): HookView {
    const { failuresInARow, lastDelivered, lastError } = this.standing;
    return {
      name,
      kind,
      state: this.condition(),
      failuresInARow,
      lastDelivered,
      lastError,
      waiting: this.waiting.size,
      fallback,
      deliveries: [...this.shown.values()].reverse(),
    };
  }

  condition(): HookView['state'] {
    return conditionOf(this.standing);
  }

  /** The newest one of this id, of those that are shown. */
  find(id: string): Notification | undefined {
    return [...this.shown.values()].findLast((delivery) => delivery.id === id)?.notification;
  }

  private tried(delivery: Delivery): void {
    const { offset, attempt, body } = delivery;
    this.standing = standingAfter(this.standing, delivery);
    if (isSettled(delivery)) this.waiting.delete(offset);
    const known = this.shown.get(offset);
    if (known === undefined) return;
    const attempts = Math.max(known.attempts, attempt);
    // A word that an earlier owner wrote late is not the last one.
    const last = known.last !== null && isSettled(known.last) ? known.last : delivery;
    this.shown.set(offset, { ...known, attempts, last, body: known.body ?? body ?? null });
  }

  /** What was passed over without a word (a copy, or what could not be read) waits no longer. */
  private reached({ next, pending }: HookCheckpoint): void {
    const open = new Set(pending);
    for (const offset of this.waiting) if (offset < next && !open.has(offset)) this.waiting.delete(offset);
  }
}

function first<Value>(values: Iterable<Value>): Value | undefined {
  for (const value of values) return value;
  return undefined;
}
