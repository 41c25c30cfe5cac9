/**
 * A steady number of open orders: each turn a random one of them ends and a new one is opened, so that however long it goes on,
 * there are as many and none has lived through more than the others. The same in each run.
 */
export class Turnover {
  private readonly open: Int32Array;
  private state = 1;
  private fresh: number;

  /** Orders 0 to `open - 1` are open to begin with. */
  constructor(open: number) {
    this.open = Int32Array.from({ length: open }, (_, n) => n);
    this.fresh = open;
  }

  next(): { readonly ends: number; readonly opens: number } {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) | 0;
    const at = Math.floor(((this.state >>> 0) / 4_294_967_296) * this.open.length);
    const ends = this.open[at]!;
    const opens = this.fresh++;
    this.open[at] = opens;
    return { ends, opens };
  }
}
