/** How many of the newest a wall is told, and how many are kept at hand. */
export const SHOWN = 8;
const KEPT = 96;

/** The first few of many things that come and go, in an order in which what is new is mostly first. */
export class Newest<T extends { readonly id: string }> {
  /** How many there are. */
  count = 0;
  private readonly order: (a: T, b: T) => number;
  private readonly all: () => Iterable<T>;
  private readonly shown: number;
  /** In order, and more than are shown, so that one that leaves seldom means looking through all. */
  private readonly kept: T[] = [];

  /**
   * @param all everything there is, in no order: gone through when what is kept no longer reaches.
   * @param shown how many `first` tells at most, well below what is kept.
   */
  constructor(order: (a: T, b: T) => number, all: () => Iterable<T>, shown: number = SHOWN) {
    this.order = order;
    this.all = all;
    this.shown = shown;
  }

  add(item: T): void {
    this.count += 1;
    this.keep(item, this.kept.length + 1 >= this.count);
  }

  remove({ id }: T): void {
    this.count -= 1;
    const at = this.kept.findIndex((item) => item.id === id);
    if (at >= 0) this.kept.splice(at, 1);
  }

  /** The first ones, `shown` at most. */
  first(): readonly T[] {
    if (this.kept.length < Math.min(this.shown, this.count)) {
      this.kept.length = 0;
      for (const item of this.all()) this.keep(item, true);
    }
    return this.kept.slice(0, this.shown);
  }

  /**
   * Most of many come after all that are kept, and cost one comparison. What is kept is always the first without a gap:
   * once some were dropped, one that comes after all that are left may have siblings before it that are not here, so it
   * only goes to the end if the list is complete, that is, holds all there are.
   */
  private keep(item: T, isComplete: boolean): void {
    const { kept, order } = this;
    const last = kept.at(-1);
    if (last && order(last, item) <= 0 && (kept.length === KEPT || !isComplete)) return;
    if (!last && !isComplete) return;
    let at = kept.length;
    while (at > 0 && order(item, kept[at - 1]!) < 0) at--;
    kept.splice(at, 0, item);
    if (kept.length > KEPT) kept.pop();
  }
}
