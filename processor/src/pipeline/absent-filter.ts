import { subjectHash } from '../domain/clock/rest/subject-hash.ts';

/**
 * The hashes of the subjects that a lane has stored and let go of (DESIGN, Eviction and return). It only grows, and it
 * may name a subject that never was, by a collision: whoever asks looks the subject up before believing it.
 *
 * A set of their names takes 50 to 120 bytes each, and the garbage collector walks it. Here a name takes 11 to 22 bytes
 * in arrays of numbers, which the collector does not look into.
 */
export class AbsentFilter {
  /** Small tables, each of which grows on its own: no single step copies millions of hashes. */
  private readonly shards: Shard[] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(subject: string): void {
    const hash = subjectHash(subject);
    const at = hash % SHARDS;
    this.shards[at] ??= { slots: new Float64Array(FIRST_SLOTS), used: 0 };
    if (put(this.shards[at], hash)) this.count++;
  }

  has(subject: string): boolean {
    if (this.count === 0) return false;
    const hash = subjectHash(subject);
    const shard = this.shards[hash % SHARDS];
    return shard !== undefined && shard.slots[slotOf(shard.slots, hash)] === hash;
  }
}

/** An open-addressing table of hashes; 0 is an empty slot. */
interface Shard {
  slots: Float64Array;
  used: number;
}

const SHARDS = 64;
const FIRST_SLOTS = 16;

/** Answers whether it is new. */
function put(shard: Shard, hash: number): boolean {
  const slot = slotOf(shard.slots, hash);
  if (shard.slots[slot] === hash) return false;
  shard.slots[slot] = hash;
  shard.used++;
  if (shard.used * 4 > shard.slots.length * 3) {
    const grown = new Float64Array(shard.slots.length * 2);
    for (const known of shard.slots) if (known !== 0) grown[slotOf(grown, known)] = known;
    shard.slots = grown;
  }
  return true;
}

/** Where the hash stands, or the empty slot where it would. */
function slotOf(slots: Float64Array, hash: number): number {
  const mask = slots.length - 1;
  // What chose the shard says nothing within it, so the slot is chosen by what stands above.
  let slot = Math.floor(hash / SHARDS) & mask;
  while (slots[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) & mask;
  return slot;
}
