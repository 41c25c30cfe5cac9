import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SlotQueue } from './slot-queue.ts';

const byName = (names: readonly string[]) => (a: number, b: number) =>
  names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : 0;

const slots = 30;
const names = fc.uniqueArray(fc.string(), { minLength: slots, maxLength: slots });
const instant = fc.oneof(fc.nat(5), fc.constant(Number.POSITIVE_INFINITY), fc.nat(5000), fc.constant(-1));
const step = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.nat(slots - 1), instant) },
  { weight: 1, arbitrary: fc.nat(6) },
);

describe('the queue of slots', () => {
  test('is a list sorted by instant and name, of which each slot has one entry', () => {
    fc.assert(
      fc.property(names, fc.array(step, { maxLength: 200, size: 'max' }), (named, steps) => {
        const queue = new SlotQueue(byName(named));
        const list = new Map<number, number>();
        const first = (): [slot: number, instant: number] => {
          const compare = byName(named);
          const sorted = [...list].sort((a, b) => a[1] - b[1] || compare(a[0], b[0]));
          return sorted[0] ?? [-1, Number.POSITIVE_INFINITY];
        };
        for (const each of steps) {
          if (typeof each === 'number') {
            const [slot, at] = first();
            const expected = at < each ? slot : -1;
            expect(queue.takeBefore(each)).toBe(expected);
            list.delete(expected);
          } else {
            queue.put(...each);
            if (each[1] === Number.POSITIVE_INFINITY) list.delete(each[0]);
            else list.set(...each);
          }
          expect(queue.next()).toBe(first()[1]);
        }
        for (let [slot] = first(); slot >= 0; [slot] = first()) {
          expect(queue.takeBefore(Number.POSITIVE_INFINITY)).toBe(slot);
          list.delete(slot);
        }
        expect(queue.takeBefore(Number.POSITIVE_INFINITY)).toBe(-1);
      }),
    );
  });

  test('gives a hundred thousand of one instant in the order of their names', () => {
    const count = 100_000;
    // In an order that is none: by a step that meets each of them once.
    const numbers = Array.from({ length: count }, (_, n) => (n * 7_919) % count);
    const queue = new SlotQueue((a, b) => numbers[a]! - numbers[b]!);
    for (let slot = 0; slot < count; slot++) queue.put(slot, 17);
    for (let n = 0; n < count; n++) {
      if (numbers[queue.takeBefore(18)] !== n) throw new Error(`number ${n} does not come in its turn`);
    }
    expect(queue.next()).toBe(Number.POSITIVE_INFINITY);
  });
});
