import type { ClockId, NextClock } from '../contract/index.ts';

/** A running clock as the table tells it, without the names that are put in when it is shown. */
export interface StoredDeadline extends Omit<NextClock, 'partnerName' | 'title'> {
  /** The row of the promise's targets that rules. */
  readonly row: string;
  /** The record that last changed it. */
  readonly offset: number;
}

/** How many running clocks run out within 15 minutes, 1 hour and 4 hours of `at` (ms UTC). */
export interface DueCounts {
  readonly at: number;
  readonly due15: number;
  readonly due60: number;
  readonly due240: number;
  /** How many do in each of the sixteen quarters of an hour behind `at`. */
  readonly quarters: readonly number[];
}

export const QUARTER = 15 * 60_000;
export const HOUR = 60 * 60_000;
export const QUARTERS = 16;
const NONE: readonly number[] = Array.from({ length: QUARTERS }, () => 0);

/** What runs out next, as the table last told it, less what signals have said since. */
export class DeadlineBook {
  counts: DueCounts = { at: 0, due15: 0, due60: 0, due240: 0, quarters: NONE };
  /** Soonest first, by id: a storm ends many, and most of these are not among them. */
  private clocks: Map<ClockId, StoredDeadline> = new Map();

  take(clocks: readonly StoredDeadline[], counts: DueCounts): void {
    this.clocks = new Map(clocks.map((clock) => [clock.id, clock]));
    this.counts = counts;
  }

  /** A signal says that the clock has run out: it leaves the list and the counts at once. */
  ranOut(id: ClockId, due: number): void {
    this.clocks.delete(id);
    const { at, due15, due60, due240, quarters } = this.counts;
    // What was due before the table was read had left its counts or will within the next reading; it was counted if it
    // was still running then, and the next reading corrects the rest.
    if (due < at - 10_000) return;
    this.counts = {
      at,
      due15: oneLess(due15, due <= at + QUARTER),
      due60: oneLess(due60, due <= at + HOUR),
      due240: oneLess(due240, due <= at + 4 * HOUR),
      quarters: quarters.map((count, n) => oneLess(count, n === Math.floor((due - at) / QUARTER))),
    };
  }

  /** The first few, soonest first, without those of which `overrides` knows more. */
  top(count: number, overrides: (id: ClockId, offset: number) => boolean): readonly StoredDeadline[] {
    const kept: StoredDeadline[] = [];
    for (const clock of this.clocks.values()) {
      if (kept.length === count) break;
      if (!overrides(clock.id, clock.offset)) kept.push(clock);
    }
    return kept;
  }
}

const oneLess = (count: number, isIn: boolean): number => (isIn && count > 0 ? count - 1 : count);
