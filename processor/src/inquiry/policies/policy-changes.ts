import type { PolicyChanges } from '../../contract/index.ts';
import { diffPacks } from '../../domain/policy/diff/diff-packs.ts';
import type { PublishedPolicies } from '../../pipeline/published-policies.ts';
import { RefusedError } from '../refusal.ts';

/**
 * What a version has that another of its name had not, and the other way round.
 * @param from undefined: the version before it.
 * @throws RefusedError
 */
export async function policyChanges(
  published: PublishedPolicies,
  to: number,
  from: number | undefined,
): Promise<PolicyChanges> {
  const versions = await published.versions();
  const own = versions.find(({ number }) => number === to);
  if (own === undefined) throw noVersion('number', to);
  const { pack } = own;
  const other = from ?? versions.findLast((version) => version.pack === pack && version.number < to)?.number;
  if (other === undefined) return { from: null, to, pack, changes: [] };
  const compared = versions.find(({ number }) => number === other);
  if (compared === undefined) throw noVersion('from', other);
  if (compared.pack !== pack) {
    const reason = `Version ${other} is of the pack ${compared.pack}, version ${to} of ${pack}.`;
    throw new RefusedError(400, 'from', reason, 'Compare two versions of one pack.');
  }
  const [before, after] = await Promise.all([published.record(other), published.record(to)]);
  const changes = diffPacks(before!.compiled, after!.compiled);
  return { from: other, to, pack, changes: changes.map((one) => ({ ...one, promise: one.promise ?? null })) };
}

const noVersion = (refused: string, number: number): RefusedError =>
  new RefusedError(404, refused, `There is no version ${number}.`, 'GET /api/policies lists those that there are.');
