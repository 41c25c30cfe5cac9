import type { CompiledRouting, Matcher, MatchField } from '../../../contract/index.ts';
import type { CompiledPack } from '../../policy/compiled.ts';
import { nearest } from '../../policy/nearest.ts';
import type { Find } from './finding.ts';

/** Values that no pack in force knows. A warning: a pack may come, and sources tell partners and teams of their own. */
export function lintValues({ routes }: CompiledRouting, packs: readonly CompiledPack[], find: Find): void {
  const known = knownValues(packs);
  routes.forEach(({ when }, n) => {
    for (const [field, value] of Object.entries(when) as [MatchField, NonNullable<Matcher[MatchField]>][]) {
      const values = known.get(field);
      // Where no pack states any, every value may be told by a source.
      if (values === undefined || values.size === 0) continue;
      [value].flat().forEach((each, place) => {
        if (values.has(each)) return;
        const path = ['routes', n, 'when', field, ...(typeof value === 'string' ? [] : [place])];
        const meant = nearest(each, values);
        const instead = meant === undefined ? `one of ${some(values)}` : `\`${meant}\``;
        find('warning', 'unknown-value', path, `No policy in force knows the ${field} "${each}".`, instead);
      });
    }
  });
}

function knownValues(packs: readonly CompiledPack[]): ReadonlyMap<MatchField, ReadonlySet<string>> {
  const promises = packs.flatMap((pack) => pack.promises);
  const steps = promises.flatMap(({ ladder }) => ladder);
  const kpis = packs.flatMap((pack) => pack.kpis);
  return new Map<MatchField, ReadonlySet<string>>([
    ['policy', new Set(packs.map(({ pack }) => pack))],
    ['promise', new Set(promises.map(({ id }) => id))],
    ['kpi', new Set(kpis.map(({ id }) => id))],
    ['partner', new Set(packs.flatMap(({ partners }) => partners.map(({ id }) => id)))],
    ['team', new Set(promises.flatMap(({ rows }) => rows.map(({ team }) => team)).filter((team) => team !== ''))],
    ['level', new Set(steps.map(({ level }) => level))],
    ['role', new Set(steps.map(({ role }) => role))],
    // A breach has a step too: the clock's own.
    ['step', new Set([...steps.map(({ name }) => name), 'deadline'])],
    ['window', new Set([...kpis.flatMap(({ windows }) => windows.map(({ name }) => name)), 'fast', 'slow'])],
  ]);
}

const SHOWN = 8;

function some(values: ReadonlySet<string>): string {
  const sorted = [...values].sort();
  const rest = sorted.length - SHOWN;
  return rest > 0 ? `${sorted.slice(0, SHOWN).join(', ')} and ${rest} others` : sorted.join(', ');
}
