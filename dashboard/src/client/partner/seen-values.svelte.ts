export type Dimension = 'market' | 'carrier' | 'channel';

/** The markets, carriers and channels that this page has met: what a filter can offer without asking for a list. */
export class SeenValues {
  private known: Readonly<Record<Dimension, readonly string[]>> = $state.raw({ market: [], carrier: [], channel: [] });

  of(dimension: Dimension): readonly string[] {
    return this.known[dimension];
  }

  add(dimension: Dimension, values: Iterable<string>): void {
    const all = new Set([...this.known[dimension], ...values].filter((value) => value !== ''));
    if (all.size === this.known[dimension].length) return;
    this.known = { ...this.known, [dimension]: [...all].sort() };
  }
}
