import { LifeTable, type PieceCounts, type Survival } from './life-table.ts';

/** Which clocks are alike: of one row of a promise, and of one partner. */
export interface Likeness {
  readonly promise: string;
  readonly row: string;
  readonly partner: string;
}

export type LikeCounts = Likeness & PieceCounts;

/** So many clocks must have been seen with as much time left for anything to be said. */
export const FEWEST_SEEN = 30;

/**
 * The life tables of all clocks: of its own partner where there are enough of them, else of the whole row of the promise, else
 * of the promise.
 */
export class LikeClocks {
  private readonly tables = new Map<string, LifeTable>();

  constructor(counts: readonly LikeCounts[]) {
    const groups = new Map<string, LikeCounts[]>();
    for (const one of counts) {
      for (const key of keysOf(one)) {
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [one]);
        else group.push(one);
      }
    }
    for (const [key, group] of groups) this.tables.set(key, new LifeTable(sumOf(group)));
  }

  /** Undefined where too few are known to tell. @param left ms of the time that the clock counts. */
  at(clock: Likeness, left: number): Survival | undefined {
    for (const key of keysOf(clock)) {
      const found = this.tables.get(key)?.at(left);
      if (found !== undefined && found.seen >= FEWEST_SEEN) return found;
    }
    return undefined;
  }
}

/** The closest likeness first. */
const keysOf = ({ promise, row, partner }: Likeness): string[] =>
  [[promise, row, partner], [promise, row], [promise]].map((parts) => JSON.stringify(parts));

function sumOf(counts: readonly PieceCounts[]): PieceCounts {
  const sum = { entered: new Map<number, number>(), ended: new Map(), running: new Map() };
  for (const one of counts) {
    for (const name of ['entered', 'ended', 'running'] as const) {
      for (const [piece, count] of one[name]) sum[name].set(piece, (sum[name].get(piece) ?? 0) + count);
    }
  }
  return sum;
}
