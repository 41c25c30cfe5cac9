import type { ListedPolicy } from '../../contract/index.ts';
import { type Standing, standings } from '../../domain/policy/versions.ts';
import type { PublishedPolicies, PublishedVersion } from '../../pipeline/published-policies.ts';

/** Every published version, by pack and then by number, the newest first. */
export async function listPolicies(published: PublishedPolicies, now: number): Promise<ListedPolicy[]> {
  const versions = await published.versions();
  const byPack = new Map<string, PublishedVersion[]>();
  for (const version of versions) byPack.set(version.pack, [...(byPack.get(version.pack) ?? []), version]);
  return [...byPack.keys()].sort().flatMap((pack) => {
    const own = byPack.get(pack)!;
    const standing = standings(own, now);
    return own.sort((a, b) => b.number - a.number).map((version) => listed(version, standing.get(version.number)!));
  });
}

function listed(version: PublishedVersion, standing: Standing): ListedPolicy {
  const { number, pack, title, hash, effective, applies, origin, publishedAt, promises, kpis, rows } = version;
  return {
    number,
    pack,
    title,
    hash,
    effective: iso(effective)!,
    applies,
    origin,
    publishedAt: publishedAt === null ? null : iso(publishedAt),
    promises,
    kpis,
    rows,
    is: standing.is,
    from: standing.is === 'overruled' ? null : iso(standing.from),
    until: standing.is === 'overruled' ? null : iso(standing.until),
  };
}

const iso = (at: number): string | null => (Number.isFinite(at) ? new Date(at).toISOString() : null);
