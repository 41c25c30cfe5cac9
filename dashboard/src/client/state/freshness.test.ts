import { describe, expect, it } from 'vitest';
import { type Freshness, freshness } from './freshness.ts';

/** What a wall says second by second, when the server falls silent at 10 s and speaks again from `back` on. */
function told(back: number, until: number, linked = (s: number) => s < 10 || s >= back): Map<number, Freshness> {
  const seen = new Map<number, Freshness>();
  let before: Freshness | null = null;
  for (let s = 0; s <= until; s++) {
    const asOf = s < 10 ? s : s < back ? 10 : s;
    before = freshness(before, { now: s * 1_000, asOf: asOf * 1_000, linked: linked(s) });
    seen.set(s, before);
  }
  return seen;
}

describe('the age of the picture', () => {
  it('warns from 3 s and counts as old from 15 s without a link', () => {
    const seen = told(100, 40);
    expect([9, 12, 13, 24, 25].map((s) => seen.get(s)!.level)).toEqual(['fresh', 'fresh', 'aging', 'aging', 'old']);
    expect(seen.get(25)).toMatchObject({ cause: 'link', since: 10_000, age: 15_000 });
  });

  it('says another cause when the server speaks but cannot read', () => {
    expect(told(100, 30, () => true).get(30)).toMatchObject({ level: 'old', cause: 'data' });
  });

  it('is said for a minute after it was stale', () => {
    const seen = told(17, 90);
    expect(seen.get(16)!.was).toBeNull();
    expect(seen.get(17)!.was).toEqual({ from: 10_000, until: 17_000 });
    expect(seen.get(76)!.was).toEqual({ from: 10_000, until: 17_000 });
    expect(seen.get(77)!.was).toBeNull();
  });

  it('is not said to have been stale after a blink', () => {
    expect(told(12, 20).get(13)!.was).toBeNull();
  });
});
