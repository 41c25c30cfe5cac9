import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Arena } from './arena.ts';

const SEGMENT = 64 * 1024;

/** An arena beside a plain map of the same records. */
class Twins {
  readonly arena = new Arena();
  readonly map = new Map<number, Buffer>();
  private filled = 0;

  put(slot: number, length: number): void {
    if (this.map.has(slot)) this.free(slot);
    const bytes = Buffer.alloc(length, ++this.filled);
    // More than it shall keep.
    this.arena.put(slot, Buffer.concat([bytes, Buffer.from('behind')]), length);
    this.map.set(slot, bytes);
  }

  free(slot: number): void {
    this.arena.free(slot);
    this.map.delete(slot);
  }

  expectEqual(slots: number): void {
    for (let slot = 0; slot < slots; slot++) {
      const kept = this.map.get(slot);
      if (this.arena.has(slot) !== (kept !== undefined)) throw new Error(`slot ${slot}: one of the two has nothing`);
      if (kept === undefined) continue;
      this.arena.find(slot);
      const { bytes, at } = this.arena;
      if (kept.compare(bytes, at, at + kept.length) !== 0) throw new Error(`slot ${slot} holds other bytes`);
    }
  }

  get live(): number {
    let bytes = 0;
    for (const kept of this.map.values()) bytes += kept.length + 8;
    return bytes;
  }
}

test('keeps what a map keeps, whatever is put, put again and freed', () => {
  const slots = 400;
  const lengths = fc.oneof(fc.nat(100), fc.nat(20_000), fc.constantFrom(SEGMENT - 8, SEGMENT - 7, 3 * SEGMENT, 0));
  const step = fc.record({
    free: fc.boolean(),
    slot: fc.nat(slots - 1),
    length: lengths,
    run: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const twins = new Twins();
      for (const { free, slot, length, run } of steps) {
        for (let n = 0; n < run; n++) {
          const each = (slot + n * 7) % slots;
          // Of the large ones one is enough.
          if (free) twins.free(each);
          else twins.put(each, n === 0 ? length : length % 5_000);
        }
        twins.expectEqual(slots);
      }
    }),
    { numRuns: 60 },
  );
});

test('does not grow in months of waking, changing and leaving', () => {
  const twins = new Twins();
  const slots = 20_000;
  let random = 1;
  const draw = (below: number): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    return (random >>> 8) % below;
  };
  let [most, live] = [0, 0];
  for (let n = 0; n < 1_000_000; n++) {
    const slot = draw(slots);
    // Half of the time it leaves and is gone for a while; by and by records grow, as facts come.
    if (draw(2) === 0) twins.free(slot);
    else twins.put(slot, 40 + draw(40 + (n >>> 12)));
    if (n % 50_000 !== 49_999) continue;
    most = Math.max(most, twins.arena.size);
    live = Math.max(live, twins.live);
  }
  twins.expectEqual(slots);
  expect(most).toBeLessThan(2 * live + 8 * SEGMENT);
  // When all have left, next to nothing stays behind.
  for (let slot = 0; slot < slots; slot++) twins.free(slot);
  expect(twins.arena.size).toBeLessThanOrEqual(5 * SEGMENT);
});
