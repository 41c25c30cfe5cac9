import type { CompiledRouting } from '../../../contract/index.ts';
import type { CompiledPack } from '../../policy/compiled.ts';
import type { Find } from './finding.ts';
import { lintHooks } from './hooks.ts';
import { lintReach } from './reach.ts';
import { lintValues } from './values.ts';

/**
 * What can be read and yet never does what its author meant.
 * @param packs those in force; without them nothing is said about the names that only they know.
 */
export function lintRouting(routing: CompiledRouting, packs: readonly CompiledPack[] | undefined, find: Find): void {
  lintReach(routing, find);
  lintHooks(routing, packs, find);
  if (packs !== undefined) lintValues(routing, packs, find);
  routing.routes.forEach(({ everyMs, repeatMs }, n) => {
    if (repeatMs === null || repeatMs >= everyMs) return;
    const message = 'A group is told again sooner than its changes are.';
    find('warning', 'repeat-before-every', ['routes', n, 'repeat'], message, 'at least what `every` says');
  });
}
