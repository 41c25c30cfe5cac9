import { SlotQueue } from '../domain/clock/rest/slot-queue.ts';
import type { Residents } from './residents.ts';

/** After so many slots the event loop may breathe. */
const SLICE = 1024;

/** Slots in the order of the names of their subjects: a queue of which all are due at the same instant. */
export class Roll {
  private readonly queue: SlotQueue;

  private constructor(residents: Residents) {
    this.queue = new SlotQueue(residents.compareNames);
  }

  /** Of these slots. Meanwhile nobody may leave. */
  static *of(slots: Iterable<number>, residents: Residents): Generator<undefined, Roll, void> {
    const roll = new Roll(residents);
    let n = 0;
    for (const slot of slots) {
      roll.queue.put(slot, 0);
      if (++n % SLICE === 0) yield;
    }
    return roll;
  }

  /** The next slot, or -1. */
  next(): number {
    return this.queue.takeBefore(Number.POSITIVE_INFINITY);
  }
}
