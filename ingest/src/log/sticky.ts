/** A member of a group and the partitions it has now. */
export interface Member {
  readonly id: string;
  readonly owned: readonly number[];
}

/**
 * Shares partitions between the members of a group: counts differ by at most one, and a partition stays where it is
 * unless its owner has more than its share, because a lane that moves must be loaded again. Every member computes the
 * same from the same input. If two claim a partition, the first in `members` has it.
 *
 * @returns the partitions of each member, ascending, by its id.
 */
export function shareOut(partitions: number, members: readonly Member[]): Map<string, number[]> {
  const shares = new Map<string, number[]>(members.map(({ id }) => [id, []]));
  if (members.length === 0) return shares;
  const floor = Math.floor(partitions / members.length);
  let larger = partitions % members.length;
  const taken = new Set<number>();
  const claims = members.map(({ id, owned }) => {
    const kept = [...new Set(owned)].filter((p) => p >= 0 && p < partitions && !taken.has(p));
    for (const p of kept) taken.add(p);
    return { id, kept: kept.sort((a, b) => a - b) };
  });
  // Those who have most keep the larger shares, so that nothing moves for the sake of the remainder.
  const byHolding = [...claims].sort((a, b) => b.kept.length - a.kept.length);
  const room: { id: string; size: number }[] = [];
  for (const { id, kept } of byHolding) {
    const size = larger > 0 ? floor + 1 : floor;
    if (larger > 0) larger -= 1;
    for (const p of kept.slice(size)) taken.delete(p);
    shares.set(id, kept.slice(0, size));
    room.push({ id, size });
  }
  for (let p = 0; p < partitions; p += 1) {
    if (taken.has(p)) continue;
    const next = room.find(({ id, size }) => shares.get(id)!.length < size)!;
    shares.get(next.id)!.push(p);
  }
  for (const share of shares.values()) share.sort((a, b) => a - b);
  return shares;
}
