import { backoff, type Verdict } from './retry.ts';

/** Posts under way at once, a hook. */
const CONCURRENCY = 8;
/** After so many failures in a row, of whatever notifications, the receiver is taken to be down. */
const DOWN_AFTER = 5;
const LONGEST_PAUSE_MS = 30_000;

/**
 * What attempts say about a receiver as a whole. One that asks to be left alone is left alone; one that is down is tried
 * by a single post now and then, however many notifications wait, and gets them all once it answers again.
 */
export class ReceiverGate {
  failuresInARow: number;
  /** No post before this instant, ms UTC. */
  closedUntil = 0;

  /** @param failuresInARow as they were in an earlier life. */
  constructor(failuresInARow = 0) {
    this.failuresInARow = failuresInARow;
  }

  mostAtOnce(): number {
    return this.isDown() ? 1 : CONCURRENCY;
  }

  /**
   * @param random from 0 to 1.
   * @returns `back` when a receiver that was down has answered: nothing need wait for its own retry any longer.
   */
  took(verdict: Verdict, now: number, random: number): 'back' | 'as-before' {
    if (verdict.kind === 'delivered') {
      const wasDown = this.isDown();
      this.failuresInARow = 0;
      this.closedUntil = 0;
      return wasDown ? 'back' : 'as-before';
    }
    this.failuresInARow++;
    if (verdict.kind === 'retrying' && verdict.receiverAsks !== null) this.close(verdict.receiverAsks);
    if (this.isDown()) {
      this.close(now + Math.min(backoff(this.failuresInARow - DOWN_AFTER + 1, random), LONGEST_PAUSE_MS));
    }
    return 'as-before';
  }

  private isDown(): boolean {
    return this.failuresInARow >= DOWN_AFTER;
  }

  private close(until: number): void {
    this.closedUntil = Math.max(this.closedUntil, until);
  }
}
