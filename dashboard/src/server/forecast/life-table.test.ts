import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEFT_EDGES, LifeTable, type PieceCounts, pieceOf } from './life-table.ts';

const MINUTE = 60_000;

/** One clock of the past: the piece in which it began, and what became of it in which piece. Pieces fall while it runs. */
interface Past {
  readonly began: number;
  readonly last: number;
  readonly fate: 'ended' | 'running' | 'broken';
}

function countsOf(clocks: readonly Past[]): PieceCounts {
  const counts = { entered: new Map<number, number>(), ended: new Map<number, number>(), running: new Map() };
  const add = (map: Map<number, number>, piece: number) => map.set(piece, (map.get(piece) ?? 0) + 1);
  for (const { began, last, fate } of clocks) {
    add(counts.entered, began);
    if (fate !== 'broken') add(counts[fate], last);
  }
  return counts;
}

const pasts: fc.Arbitrary<Past> = fc
  .record({
    began: fc.nat(LEFT_EDGES.length - 1),
    fell: fc.nat(LEFT_EDGES.length - 1),
    fate: fc.constantFrom('ended' as const, 'running' as const, 'broken' as const),
  })
  .map(({ began, fell, fate }) => ({ began, last: Math.max(0, began - fell), fate }));

describe('a life table', () => {
  test('of clocks that all began at once says the plain share of those that broke', () => {
    const clocks: Past[] = [
      ...Array.from({ length: 60 }, (): Past => ({ began: 20, last: 7, fate: 'ended' })),
      ...Array.from({ length: 40 }, (): Past => ({ began: 20, last: 0, fate: 'broken' })),
    ];
    const table = new LifeTable(countsOf(clocks));
    expect(table.at(LEFT_EDGES[15]!).chance).toBeCloseTo(0.4, 10);
    // Whoever is past the piece in which all the others ended is sure to break.
    expect(table.at(LEFT_EDGES[5]!).chance).toBe(1);
    expect(table.at(LEFT_EDGES[15]!).seen).toBe(100);
  });

  test('leaves clocks that still run out of what comes after them', () => {
    const kept: Past[] = Array.from({ length: 50 }, () => ({ began: 20, last: 3, fate: 'ended' }));
    const broken: Past[] = Array.from({ length: 50 }, () => ({ began: 20, last: 0, fate: 'broken' }));
    const running: Past[] = Array.from({ length: 500 }, () => ({ began: 20, last: 10, fate: 'running' }));
    const without = new LifeTable(countsOf([...kept, ...broken])).at(LEFT_EDGES[12]!);
    const withThem = new LifeTable(countsOf([...kept, ...broken, ...running])).at(LEFT_EDGES[12]!);
    expect(withThem.chance).toBeCloseTo(without.chance, 10);
  });

  test('does not call a breach impossible where all clocks so far ended in time', () => {
    const clocks: Past[] = Array.from({ length: 30 }, () => ({ began: 12, last: 12, fate: 'ended' }));
    const { chance } = new LifeTable(countsOf(clocks)).at(LEFT_EDGES[13]! - 1);
    expect(chance).toBeGreaterThan(0);
    expect(chance).toBeLessThan(0.1);
  });

  test('of no clocks has seen none', () => {
    expect(new LifeTable(countsOf([])).at(5 * MINUTE)).toEqual({ chance: 1, variance: 0, seen: 0 });
  });

  test('says chances from 0 to 1 that only rise as time runs out', () => {
    fc.assert(
      fc.property(fc.array(pasts, { maxLength: 80 }), fc.nat(40 * 1440), fc.nat(40 * 1440), (clocks, a, b) => {
        const table = new LifeTable(countsOf(clocks));
        const [less, more] = [Math.min(a, b) * MINUTE, Math.max(a, b) * MINUTE];
        for (const left of [less, more]) {
          const { chance, variance, seen } = table.at(left);
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(1);
          expect(variance).toBeGreaterThanOrEqual(0);
          expect(seen).toBeGreaterThanOrEqual(0);
        }
        expect(table.at(less).chance).toBeGreaterThanOrEqual(table.at(more).chance - 1e-12);
      }),
    );
  });

  test('of which nobody runs still agrees with counting who came into each piece and who left it in time', () => {
    // All begin in the last piece, so nobody comes in late and the estimate is the product of plain shares.
    const top = LEFT_EDGES.length - 1;
    const done = pasts.filter(({ fate }) => fate !== 'running').map((past): Past => ({ ...past, began: top }));
    fc.assert(
      fc.property(fc.array(done, { minLength: 1, maxLength: 60 }), fc.nat(top - 1), (clocks, piece) => {
        const isThere = ({ fate, last }: Past) => fate === 'broken' || last <= piece;
        const there = clocks.filter(isThere);
        const broken = there.filter(({ fate }) => fate === 'broken');
        fc.pre(broken.length > 0);
        const { chance, seen } = new LifeTable(countsOf(clocks)).at(LEFT_EDGES[piece + 1]! - 1e-6);
        expect(seen).toBe(there.length);
        expect(chance).toBeCloseTo(broken.length / there.length, 6);
      }),
    );
  });
});

test('a time left lies in the piece whose edge it has reached', () => {
  expect(pieceOf(-1)).toBe(0);
  expect(pieceOf(0)).toBe(0);
  expect(pieceOf(MINUTE - 1)).toBe(0);
  expect(pieceOf(MINUTE)).toBe(1);
  expect(pieceOf(400 * 86_400_000)).toBe(LEFT_EDGES.length - 1);
  for (const [n, edge] of LEFT_EDGES.entries()) expect(pieceOf(edge)).toBe(n);
});
