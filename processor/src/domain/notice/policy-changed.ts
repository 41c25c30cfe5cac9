import type { PolicyChanged } from '../../contract/index.ts';
import type { CompiledPack } from '../policy/compiled.ts';
import { causedBy, type NoticeCause, noticeId } from './notice-cause.ts';
import { packChanges } from './pack-changes.ts';

/** A version of a pack as a lane has taken it. */
export interface PackVersion {
  readonly number: number;
  readonly pack: CompiledPack;
}

/**
 * Tells those whom a pack binds that it has a new version.
 * @param published when the log took the new version, ms UTC.
 */
export function policyChanged(
  before: PackVersion,
  after: PackVersion,
  published: number,
  cause: NoticeCause,
): PolicyChanged {
  const { pack, title, effective, applies } = after.pack;
  const about = `policy/${pack}`;
  const from = effective === 0 ? 'from the beginning' : `from ${new Date(effective).toISOString().slice(0, 10)}`;
  const scope = applies === 'open' ? 'it also rules what is open now' : 'what is open keeps the version that it has';
  return {
    id: noticeId('policy-changed', about, after.number),
    kind: 'policy-changed',
    about,
    title: `${title || pack} has a new version`,
    reason: `Version ${after.number} of the pack ${pack} replaces version ${before.number} ${from}; ${scope}`,
    pack,
    policy: after.number,
    before: before.number,
    effective,
    applies,
    changes: packChanges(before.pack, after.pack),
    partners: sorted([before.pack, after.pack].flatMap(({ partners }) => partners.map(({ id }) => id))),
    teams: sorted([before.pack, after.pack].flatMap(teamsOf)),
    at: published,
    ...causedBy(cause),
  };
}

const teamsOf = ({ promises }: CompiledPack): string[] =>
  promises.flatMap(({ rows }) => rows.map(({ team }) => team)).filter((team) => team !== '');

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
