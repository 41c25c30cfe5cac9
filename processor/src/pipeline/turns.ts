/** Lets so many at once have their turn, in the order in which they came. */
export class Turns {
  private left: number;
  private readonly waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.left = atOnce;
  }

  async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.left > 0) this.left--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Whoever waits has this turn at once: nobody who comes now may overtake him.
      const next = this.waiting.shift();
      if (next === undefined) this.left++;
      else next();
    }
  }
}
