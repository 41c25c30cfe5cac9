const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Where the time that was left to a deadline is cut, ms of the time that its clock counts: fine where most is decided. The last
 * piece has no end.
 */
export const LEFT_EDGES: readonly number[] = [
  ...[0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45].map((minutes) => minutes * MINUTE),
  ...[1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16, 20].map((hours) => hours * HOUR),
  ...[1, 1.5, 2, 3, 4, 5, 7, 10, 14, 21, 30].map((days) => days * DAY),
];

/** Of clocks that are alike: in which piece of the time left each began, ended in time, or is now. By the number of the piece. */
export interface PieceCounts {
  readonly entered: ReadonlyMap<number, number>;
  readonly ended: ReadonlyMap<number, number>;
  readonly running: ReadonlyMap<number, number>;
}

/** What a table says of a clock that is still running with so much time left. */
export interface Survival {
  /** The chance that it breaks, 0 to 1. */
  readonly chance: number;
  /** The variance of that estimate (Greenwood). */
  readonly variance: number;
  /** How many clocks were seen running with as much time left. */
  readonly seen: number;
}

interface Piece {
  /** The chance to end in time while the time left falls through this piece. */
  readonly ends: number;
  readonly seen: number;
}

/**
 * How clocks that are alike run down, as an actuarial life table (the grouped form of Kaplan and Meier's estimate) over the time
 * left to their deadlines, from much to none. A clock with a short target comes in late; one that is running still counts up to
 * where it is and says nothing of what comes then; whoever comes to the end of it has broken its promise.
 */
export class LifeTable {
  private readonly pieces: readonly Piece[];

  constructor({ entered, ended, running }: PieceCounts) {
    const pieces: Piece[] = [];
    let seen = 0;
    for (let n = LEFT_EDGES.length - 1; n >= 0; n--) {
      const [came, gone, still] = [entered.get(n) ?? 0, ended.get(n) ?? 0, running.get(n) ?? 0];
      // Who came or was lost somewhere in a piece was seen in half of it.
      const exposed = seen + came / 2 - still / 2;
      // Where all have ended nobody is known who did not; that does not make it impossible.
      const ends = gone === 0 ? 0 : gone >= exposed ? gone / (gone + 0.5) : gone / exposed;
      pieces[n] = { ends, seen: exposed };
      seen += came - gone - still;
    }
    this.pieces = pieces;
  }

  /** @param left ms of the time that the clock counts. */
  at(left: number): Survival {
    const n = pieceOf(left);
    let chance = 1;
    let spread = 0;
    for (let piece = 0; piece <= n; piece++) {
      const { ends, seen } = this.pieces[piece]!;
      const share = piece < n ? 1 : shareOf(left, n);
      chance *= (1 - ends) ** share;
      if (ends > 0) spread += (share * ends) / (Math.max(1, seen) * (1 - ends));
    }
    return { chance, variance: chance * chance * spread, seen: this.pieces[n]!.seen };
  }
}

/** The number of the piece in which so much time left lies. */
export function pieceOf(left: number): number {
  let n = LEFT_EDGES.length - 1;
  while (n > 0 && LEFT_EDGES[n]! > left) n--;
  return n;
}

/** How much of its piece is still to come. */
function shareOf(left: number, n: number): number {
  const end = LEFT_EDGES[n + 1];
  if (end === undefined) return 1;
  return Math.max(0, left - LEFT_EDGES[n]!) / (end - LEFT_EDGES[n]!);
}
