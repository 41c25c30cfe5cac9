import { describe, expect, it } from 'vitest';
import { keyOf, RecentlyAcknowledged } from './deduplicate.ts';

const key = (id: string, importid?: string) => keyOf({ source: 's', id, importid });

describe('what was recently acknowledged', () => {
  it('is known, and forgotten oldest first beyond the bound', () => {
    const recent = new RecentlyAcknowledged(10);
    for (let i = 0; i < 100; i += 1) recent.remember(key(`${i}`));
    const known = Array.from({ length: 100 }, (_, i) => i).filter((i) => recent.has(key(`${i}`)));
    expect(known.length).toBeGreaterThanOrEqual(10);
    expect(known.length).toBeLessThanOrEqual(20);
    expect(known.at(-1)).toBe(99);
    expect(known[0]).toBe(100 - known.length);
  });

  it('keeps sources, ids and imports apart', () => {
    const keys = [
      key('1'),
      key('1', 'i'),
      keyOf({ source: 's2', id: '1', importid: undefined }),
      keyOf({ source: 's', id: '2', importid: undefined }),
    ];
    expect(new Set(keys).size).toBe(4);
  });
});
