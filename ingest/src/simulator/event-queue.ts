import type { BelfryEvent } from '../contract/index.ts';

/** An event and when it happens, ms UTC. */
export interface TimedEvent {
  readonly at: number;
  readonly event: BelfryEvent;
}

/** Gives events back in the order of their time; of equal times, in the order in which they were put in. */
export interface EventQueue {
  put(item: TimedEvent): void;
  /** The next event that happens before `limit`, taken out. */
  takeBefore(limit: number): TimedEvent | undefined;
}

/** A binary heap of (time, sequence). */
export function createEventQueue(): EventQueue {
  const heap: { readonly at: number; readonly order: number; readonly item: TimedEvent }[] = [];
  let order = 0;
  const before = (i: number, j: number): boolean => {
    const a = heap[i]!;
    const b = heap[j]!;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  };
  const swap = (i: number, j: number): void => {
    const kept = heap[i]!;
    heap[i] = heap[j]!;
    heap[j] = kept;
  };
  return {
    put(item) {
      let i = heap.push({ at: item.at, order: order++, item }) - 1;
      while (i > 0) {
        const parent = (i - 1) >> 1;
        if (!before(i, parent)) break;
        swap(i, parent);
        i = parent;
      }
    },
    takeBefore(limit) {
      const top = heap[0];
      if (top === undefined || top.at >= limit) return undefined;
      const last = heap.pop()!;
      if (heap.length > 0) {
        heap[0] = last;
        for (let i = 0; ; ) {
          const left = 2 * i + 1;
          const right = left + 1;
          let least = i;
          if (left < heap.length && before(left, least)) least = left;
          if (right < heap.length && before(right, least)) least = right;
          if (least === i) break;
          swap(i, least);
          i = least;
        }
      }
      return top.item;
    },
  };
}
