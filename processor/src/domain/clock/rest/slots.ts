import { PagedInts } from './paged.ts';

/** Numbers for subjects, from 0: the smallest stock of them, since what was given back is given out first. */
export class Slots {
  private readonly unused = new PagedInts();
  private unusedCount = 0;
  private given = 0;

  /** Slots from 0 up to here were given out, and some of them came back. */
  get end(): number {
    return this.given;
  }

  take(): number {
    return this.unusedCount > 0 ? this.unused.get(--this.unusedCount) : this.given++;
  }

  give(slot: number): void {
    this.unused.set(this.unusedCount++, slot);
  }
}
