import type { PolicyOrigin } from './compiled.ts';

/** What is known of a published version of a pack. */
export interface Version {
  readonly number: number;
  /** The pack's name. */
  readonly pack: string;
  /** SHA-256 of its bytes. */
  readonly hash: string;
  /** ms UTC. */
  readonly effective: number;
  readonly origin: PolicyOrigin;
}

/**
 * Which clocks a version rules: those of newcomers that start in [from, until), ms UTC. Of two versions of a pack the one
 * with the higher number rules from its effective date on, so that one which is not older may take all from another.
 */
export type Standing =
  | { readonly is: 'in-force' | 'to-come' | 'past'; readonly from: number; readonly until: number }
  | { readonly is: 'overruled' };

/**
 * How each version of one pack stands at an instant.
 * @param versions of one pack, in any order.
 */
export function standings(versions: readonly Version[], now: number): ReadonlyMap<number, Standing> {
  const standing = new Map<number, Standing>();
  let until = Number.POSITIVE_INFINITY;
  for (const { number, effective } of [...versions].sort((a, b) => b.number - a.number)) {
    if (effective >= until) {
      standing.set(number, { is: 'overruled' });
      continue;
    }
    const is = now >= until ? 'past' : now >= effective ? 'in-force' : 'to-come';
    standing.set(number, { is, from: effective, until });
    until = effective;
  }
  return standing;
}

/** The version of a pack that rules a clock which starts now; undefined if none does yet. */
export function inForce<Of extends Version>(versions: readonly Of[], pack: string, now: number): Of | undefined {
  const own = versions.filter((version) => version.pack === pack);
  const standing = standings(own, now);
  return own.find(({ number }) => standing.get(number)?.is === 'in-force');
}

/** The version of a pack that was published last. */
export function newest<Of extends Version>(versions: readonly Of[], pack: string): Of | undefined {
  let last: Of | undefined;
  for (const version of versions) {
    if (version.pack === pack && (last === undefined || version.number > last.number)) last = version;
  }
  return last;
}
