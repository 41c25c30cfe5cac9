import { PagedInts, PagedNumbers } from './paged.ts';

/**
 * The deadlines of a lane, earliest first; ties go by the names of subjects, so that every owner fires in the same order.
 * A binary heap of the next instant of each slot, in pages of numbers: ten millions of them are nothing to the garbage
 * collector. It knows where each slot stands, so what is put again moves, and what is taken out leaves nothing behind.
 */
export class SlotQueue {
  private readonly compareNames: (a: number, b: number) => number;
  private readonly instants = new PagedNumbers();
  private readonly slots = new PagedInts();
  /** Where each slot stands in the heap, plus 1; 0 is nowhere. */
  private readonly places = new PagedInts();
  private length = 0;

  /** @param compareNames of two slots: negative when the first one's name comes first. */
  constructor(compareNames: (a: number, b: number) => number) {
    this.compareNames = compareNames;
  }

  /** Puts the slot's next instant (ms UTC) in place of what it had; Infinity takes it out. */
  put(slot: number, instant: number): void {
    const place = this.places.get(slot);
    if (instant === Number.POSITIVE_INFINITY) {
      if (place > 0) this.remove(place - 1);
      return;
    }
    if (place === 0) {
      this.rise(this.length++, slot, instant);
      return;
    }
    const known = this.instants.get(place - 1);
    if (known === instant) return;
    if (instant < known) this.rise(place - 1, slot, instant);
    else this.sink(place - 1, slot, instant);
  }

  /** The earliest instant, or Infinity. */
  next(): number {
    return this.length === 0 ? Number.POSITIVE_INFINITY : this.instants.get(0);
  }

  /** Takes out the earliest slot whose instant lies before `limit`; -1 when there is none. */
  takeBefore(limit: number): number {
    if (this.length === 0 || this.instants.get(0) >= limit) return -1;
    const slot = this.slots.get(0);
    this.remove(0);
    return slot;
  }

  private remove(at: number): void {
    this.places.set(this.slots.get(at), 0);
    const last = --this.length;
    if (at === last) return;
    const slot = this.slots.get(last);
    const instant = this.instants.get(last);
    // The last one takes the place, and goes from there to its own.
    if (at > 0 && this.isBefore(slot, instant, (at - 1) >>> 1)) this.rise(at, slot, instant);
    else this.sink(at, slot, instant);
  }

  private rise(from: number, slot: number, instant: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.isBefore(slot, instant, parent)) break;
      this.stand(at, this.slots.get(parent), this.instants.get(parent));
      at = parent;
    }
    this.stand(at, slot, instant);
  }

  private sink(from: number, slot: number, instant: number): void {
    let at = from;
    for (let child = 2 * at + 1; child < this.length; child = 2 * at + 1) {
      const right = child + 1;
      if (right < this.length && this.isBefore(this.slots.get(right), this.instants.get(right), child)) child = right;
      if (this.isBefore(slot, instant, child)) break;
      this.stand(at, this.slots.get(child), this.instants.get(child));
      at = child;
    }
    this.stand(at, slot, instant);
  }

  private isBefore(slot: number, instant: number, other: number): boolean {
    const known = this.instants.get(other);
    return instant < known || (instant === known && this.compareNames(slot, this.slots.get(other)) < 0);
  }

  private stand(at: number, slot: number, instant: number): void {
    this.instants.set(at, instant);
    this.slots.set(at, slot);
    this.places.set(slot, at + 1);
  }
}
