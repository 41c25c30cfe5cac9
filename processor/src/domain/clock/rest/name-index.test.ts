import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NameIndex } from './name-index.ts';
import { subjectHash } from './subject-hash.ts';

describe('the index of names', () => {
  test('finds what a map finds, also where names share their hashes', () => {
    const name = fc.nat(300).map(String);
    const step = fc.record({ add: fc.boolean(), name });
    // A hash of few values: nearly all names share theirs with others, and stand in each other's places.
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400, size: 'max' }), fc.constantFrom(1, 3, 1000), (steps, hashes) => {
        const hashOf = (of: string): number => 1 + (Number(of) % hashes) * 256;
        const slots: string[] = [];
        const index = new NameIndex((slot, of) => slots[slot] === of);
        const known = new Map<string, number>();
        for (const { add, name: of } of steps) {
          const slot = known.get(of);
          if (add && slot === undefined) {
            known.set(of, slots.push(of) - 1);
            index.add(hashOf(of), known.get(of)!);
          } else if (!add && slot !== undefined) {
            index.remove(hashOf(of), slot);
            known.delete(of);
          }
          expect(index.find(hashOf(of), of)).toBe(known.get(of) ?? -1);
        }
        for (let n = 0; n <= 300; n++) expect(index.find(hashOf(`${n}`), `${n}`)).toBe(known.get(`${n}`) ?? -1);
        expect(index.size).toBe(known.size);
      }),
    );
  });

  test('grows to hundreds of thousands and gets smaller again', () => {
    const nameOf = (slot: number): string => `order/b-${slot}`;
    const index = new NameIndex((slot, name) => nameOf(slot) === name);
    for (let slot = 0; slot < 200_000; slot++) index.add(subjectHash(nameOf(slot)), slot);
    for (let slot = 0; slot < 200_000; slot += 2) index.remove(subjectHash(nameOf(slot)), slot);
    let wrong = 0;
    for (let slot = 0; slot < 200_000; slot++) {
      const found = index.find(subjectHash(nameOf(slot)), nameOf(slot));
      if (found !== (slot % 2 === 0 ? -1 : slot)) wrong++;
    }
    expect(wrong).toBe(0);
    expect(index.size).toBe(100_000);
  });
});
