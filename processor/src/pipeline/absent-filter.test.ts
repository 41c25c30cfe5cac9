import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AbsentFilter } from './absent-filter.ts';

describe('the filter of absent subjects', () => {
  test('knows every name that was added, and no other', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (added, asked) => {
        const filter = new AbsentFilter();
        for (const name of added) filter.add(name);
        const known = new Set(added);
        for (const name of added) expect(filter.has(name)).toBe(true);
        for (const name of asked) expect(filter.has(name)).toBe(known.has(name));
        expect(filter.size).toBe(known.size);
      }),
    );
  });

  test('grows, and tells names apart that differ in their last figures only', () => {
    const filter = new AbsentFilter();
    for (let n = 0; n < 200_000; n += 2) filter.add(`order/b-${n}`);
    let wrong = 0;
    for (let n = 0; n < 200_000; n++) if (filter.has(`order/b-${n}`) !== (n % 2 === 0)) wrong++;
    expect(wrong).toBe(0);
    expect(filter.size).toBe(100_000);
  });
});
