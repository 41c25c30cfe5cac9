import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut } from './sticky.ts';

describe('shareOut', () => {
  it('gives everything to the only member', () => {
    expect(shareOut(4, [{ id: 'a', owned: [] }])).toEqual(new Map([['a', [0, 1, 2, 3]]]));
  });

  it('moves only what a newcomer must have', () => {
    const shares = shareOut(4, [
      { id: 'a', owned: [0, 1, 2, 3] },
      { id: 'b', owned: [] },
    ]);
    expect(shares).toEqual(
      new Map([
        ['a', [0, 1]],
        ['b', [2, 3]],
      ]),
    );
  });

  it('gives the lanes of one who left to those who have least, and moves no other', () => {
    const shares = shareOut(5, [
      { id: 'a', owned: [0, 1] },
      { id: 'b', owned: [4] },
    ]);
    expect(shares.get('a')).toEqual(expect.arrayContaining([0, 1]));
    expect(shares.get('b')).toContain(4);
  });

  it('leaves a partition that two claim to the first of them', () => {
    const shares = shareOut(2, [
      { id: 'late', owned: [0, 1] },
      { id: 'stale', owned: [0, 1] },
    ]);
    expect(shares).toEqual(
      new Map([
        ['late', [0]],
        ['stale', [1]],
      ]),
    );
  });

  const groups = fc.tuple(
    fc.integer({ min: 1, max: 40 }),
    fc.array(fc.array(fc.integer({ min: -2, max: 45 })), { minLength: 1, maxLength: 12 }),
  );

  it('shares each partition out once, evenly, and keeps what each may keep', () => {
    fc.assert(
      fc.property(groups, ([partitions, owned]) => {
        const members = owned.map((own, i) => ({ id: `m${i}`, owned: own }));
        const shares = shareOut(partitions, members);
        const all = [...shares.values()].flat().sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: partitions }, (_, p) => p));
        const sizes = [...shares.values()].map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('moves nothing when it is asked again', () => {
    fc.assert(
      fc.property(groups, ([partitions, owned]) => {
        const once = shareOut(
          partitions,
          owned.map((own, i) => ({ id: `m${i}`, owned: own })),
        );
        const again = shareOut(
          partitions,
          [...once].map(([id, own]) => ({ id, owned: own })),
        );
        expect(again).toEqual(once);
      }),
    );
  });

  it('when a member leaves, nobody else loses a lane', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 2, max: 12 }),
        fc.nat(),
        (partitions, count, who) => {
          const before = shareOut(
            partitions,
            Array.from({ length: count }, (_, i) => ({ id: `m${i}`, owned: [] })),
          );
          const gone = `m${who % count}`;
          const rest = [...before].filter(([id]) => id !== gone);
          const after = shareOut(
            partitions,
            rest.map(([id, owned]) => ({ id, owned })),
          );
          for (const [id, owned] of rest) expect(after.get(id)).toEqual(expect.arrayContaining(owned));
        },
      ),
    );
  });
});
