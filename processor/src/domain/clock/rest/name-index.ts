/** Small tables, each of which grows on its own: no single step copies millions of entries. */
const SHARDS = 256;
const FIRST_ENTRIES = 16;
/** An entry is a part of the hash and the slot, plus 1; a slot of 0 is no entry. */
const WIDTH = 2;

interface Shard {
  entries: Uint32Array;
  used: number;
}

/**
 * Finds the slot of a subject by its name. It keeps hashes, not names: who has a slot's name says whether it is the one
 * that is looked for, so that two names of one hash do no harm.
 */
export class NameIndex {
  private readonly shards: Shard[] = [];
  private readonly isNamed: (slot: number, name: string) => boolean;
  private count = 0;

  constructor(isNamed: (slot: number, name: string) => boolean) {
    this.isNamed = isNamed;
  }

  get size(): number {
    return this.count;
  }

  /** @param hash 53 bits of the name, the same each time. */
  find(hash: number, name: string): number {
    const shard = this.shards[hash % SHARDS];
    if (shard === undefined) return -1;
    const { entries } = shard;
    const part = partOf(hash);
    for (let at = homeOf(entries, part); entries[at + 1] !== 0; at = after(entries, at)) {
      if (entries[at] !== part) continue;
      const slot = entries[at + 1]! - 1;
      if (this.isNamed(slot, name)) return slot;
    }
    return -1;
  }

  /** Adds a slot that is not in it. */
  add(hash: number, slot: number): void {
    this.shards[hash % SHARDS] ??= { entries: new Uint32Array(FIRST_ENTRIES * WIDTH), used: 0 };
    const shard = this.shards[hash % SHARDS]!;
    place(shard.entries, partOf(hash), slot + 1);
    this.count++;
    shard.used++;
    if (shard.used * WIDTH * 4 <= shard.entries.length * 3) return;
    const { entries } = shard;
    shard.entries = new Uint32Array(entries.length * 2);
    for (let at = 0; at < entries.length; at += WIDTH) {
      if (entries[at + 1] !== 0) place(shard.entries, entries[at]!, entries[at + 1]!);
    }
  }

  /** Takes a slot out that is in it. */
  remove(hash: number, slot: number): void {
    const shard = this.shards[hash % SHARDS]!;
    const { entries } = shard;
    let hole = homeOf(entries, partOf(hash));
    while (entries[hole + 1] !== slot + 1) hole = after(entries, hole);
    // What stands behind it and was pushed on by it moves up, so that no search ends too early.
    for (let at = after(entries, hole); entries[at + 1] !== 0; at = after(entries, at)) {
      const home = homeOf(entries, entries[at]!);
      const isBetween = hole < at ? home > hole && home <= at : home > hole || home <= at;
      if (isBetween) continue;
      entries[hole] = entries[at]!;
      entries[hole + 1] = entries[at + 1]!;
      hole = at;
    }
    entries[hole + 1] = 0;
    shard.used--;
    this.count--;
  }
}

function place(entries: Uint32Array, part: number, mark: number): void {
  let at = homeOf(entries, part);
  while (entries[at + 1] !== 0) at = after(entries, at);
  entries[at] = part;
  entries[at + 1] = mark;
}

/** What chose the shard says nothing within it: the bits above. */
const partOf = (hash: number): number => Math.floor(hash / SHARDS) >>> 0;

const homeOf = (entries: Uint32Array, part: number): number => (part * WIDTH) & (entries.length - 1);

const after = (entries: Uint32Array, at: number): number => (at + WIDTH) & (entries.length - 1);
