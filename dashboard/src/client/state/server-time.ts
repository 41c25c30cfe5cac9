/** How many of the last messages decide. */
const REMEMBERED = 60;

/**
 * The server's time, told by messages and carried on by a steady clock. A message is late by its way, never early, so the
 * one that shows the most is the nearest to the truth. A wall whose own clock is wrong counts down right.
 */
export class ServerTime {
  private readonly steady: () => number;
  private leads: number[] = [];
  private lead = 0;

  /** @param steady ms from any origin, never set back: `performance.now`. */
  constructor(steady: () => number) {
    this.steady = steady;
  }

  /** A message that the server sent at `now` (ms UTC) has just arrived. */
  told(now: number): void {
    this.leads.push(now - this.steady());
    if (this.leads.length > REMEMBERED) this.leads.shift();
    this.lead = Math.max(...this.leads);
  }

  /** Another server speaks, whose clock may differ. */
  forget(): void {
    this.leads = [];
  }

  /** ms UTC, as the server sees it. */
  now(): number {
    return this.steady() + this.lead;
  }
}
