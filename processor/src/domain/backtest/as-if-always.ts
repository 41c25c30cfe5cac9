import { buildRuleset, type Ruleset } from '../clock/rules/ruleset.ts';
import type { CompiledPack } from '../policy/compiled.ts';

/** No clock starts earlier. */
const BEGINNING = 0;

/**
 * The ruleset of one version of a pack, as if it had ruled from the beginning of history; of none, nothing is promised. Other
 * packs have no say in a pack's clocks, so they are left out.
 */
export const asIfAlways = (pack: CompiledPack | undefined, number: number): Ruleset =>
  buildRuleset(pack === undefined ? [] : [{ number, pack: { ...pack, effective: BEGINNING } }]);

/** The kinds of subject to which either pack promises anything. */
export function kindsOf(packs: readonly (CompiledPack | undefined)[]): ReadonlySet<'order' | 'ticket'> {
  return new Set(packs.flatMap((pack) => pack?.promises.map(({ subject }) => subject) ?? []));
}
