import { describe, expect, test } from 'vitest';
import { LEFT_EDGES } from './life-table.ts';
import { FEWEST_SEEN, LikeClocks, type LikeCounts } from './like-clocks.ts';

const LEFT = LEFT_EDGES[10]!;

/** So many clocks that began with much left, of which some ended in time and the rest broke. */
const counts = (promise: string, row: string, partner: string, all: number, ended: number): LikeCounts => ({
  promise,
  row,
  partner,
  entered: new Map([[20, all]]),
  ended: new Map([[5, ended]]),
  running: new Map(),
});

describe('like clocks', () => {
  test('are those of its own partner where enough of them are known', () => {
    const like = new LikeClocks([counts('ship', 'all', 'p1', 100, 90), counts('ship', 'all', 'p2', 1000, 0)]);
    expect(like.at({ promise: 'ship', row: 'all', partner: 'p1' }, LEFT)!.chance).toBeCloseTo(0.1, 10);
  });

  test('are those of the whole row where its partner has too few', () => {
    const few = FEWEST_SEEN - 1;
    const like = new LikeClocks([
      counts('ship', 'all', 'p1', few, 0),
      counts('ship', 'all', 'p2', 100, 100 - 1),
      counts('ship', 'express', 'p2', 1000, 0),
    ]);
    const found = like.at({ promise: 'ship', row: 'all', partner: 'p1' }, LEFT)!;
    expect(found.seen).toBe(few + 100);
    expect(found.chance).toBeCloseTo((few + 1) / (few + 100), 10);
  });

  test('are those of the promise where its row is new, and of no other promise', () => {
    const like = new LikeClocks([counts('ship', 'all', 'p1', 100, 50), counts('answer', 'all', 'p1', 1000, 0)]);
    expect(like.at({ promise: 'ship', row: 'new', partner: 'p9' }, LEFT)!.chance).toBeCloseTo(0.5, 10);
    expect(like.at({ promise: 'other', row: 'all', partner: 'p1' }, LEFT)).toBeUndefined();
  });

  test('tell nothing below the fewest that must be seen', () => {
    const enough = new LikeClocks([counts('ship', 'all', 'p1', FEWEST_SEEN, 3)]);
    const tooFew = new LikeClocks([counts('ship', 'all', 'p1', FEWEST_SEEN - 1, 3)]);
    const clock = { promise: 'ship', row: 'all', partner: 'p1' };
    expect(enough.at(clock, LEFT)).toBeDefined();
    expect(tooFew.at(clock, LEFT)).toBeUndefined();
  });
});
