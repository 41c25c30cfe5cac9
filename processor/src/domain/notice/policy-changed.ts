import type { PolicyChanged } from '../../contract/index.ts';
import type { CompiledPack } from '../policy/compiled.ts';
import { diffPacks } from '../policy/diff/diff-packs.ts';
import { teamsOf } from '../policy/diff/pack-change.ts';
import { causedBy, type NoticeCause, noticeId } from './notice-cause.ts';

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
  const changes = diffPacks(before.pack, after.pack).map(({ sentence }) => sentence);
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
    changes: changes.length > 0 ? changes : ['What it promises stays as it was'],
    partners: sorted([before.pack, after.pack].flatMap(({ partners }) => partners.map(({ id }) => id))),
    teams: sorted([before.pack, after.pack].flatMap(teamsOfPack)),
    at: published,
    ...causedBy(cause),
  };
}

const teamsOfPack = ({ promises }: CompiledPack): string[] =>
  teamsOf(...promises.flatMap(({ rows }) => rows.map(({ team }) => team)));

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
