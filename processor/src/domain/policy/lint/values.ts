import type { CompiledPack, DerivedField } from '../compiled.ts';
import type { Find } from './finding.ts';
import { conditionsIn, leavesOf } from './places.ts';

/** Other names that lead nowhere, tables with holes, and fields that are both told and worked out. */
export function lintValues(pack: CompiledPack, find: Find): void {
  const named = namedValues(pack);
  for (const [field, names] of Object.entries(pack.aliases ?? {})) {
    for (const [name, meant] of Object.entries(names)) {
      const path = ['aliases', field, name];
      if (!named.get(field)?.has(meant)) {
        const message = `"${name}" is taken for "${meant}", which no row and no condition names.`;
        find('warning', 'alias-without-row', path, message, 'a value that a row names');
      }
      if (named.get(field)?.has(name)) {
        const message = `"${name}" is taken for "${meant}", so that conditions which name it never hold.`;
        find('warning', 'alias-without-row', path, message, `\`${meant}\` in those conditions`);
      }
    }
  }
  for (const derived of pack.derived ?? []) {
    lintHoles(derived, find);
    lintToldToo(derived, pack, find);
  }
}

/** What conditions compare each field with, and what tables ask of it. */
function namedValues({ derived = [], ...pack }: CompiledPack): ReadonlyMap<string, ReadonlySet<string>> {
  const named = new Map<string, Set<string>>();
  const add = (field: string, values: readonly unknown[]): void => {
    const known = named.get(field) ?? new Set();
    for (const value of values) known.add(String(value));
    named.set(field, known);
  };
  for (const { condition } of conditionsIn(pack)) {
    for (const leaf of leavesOf(condition)) {
      if (!('exists' in leaf)) add(leaf.field, 'is' in leaf ? [leaf.is] : leaf.in);
    }
  }
  for (const { from, table } of derived) {
    add(from[0], Object.keys(table));
    add(from[1], Object.values(table).flatMap(Object.keys));
  }
  return named;
}

/** Where a row of the table lacks what another row has, the field stays untold and the subject fits no row. */
function lintHoles({ field, from, table }: DerivedField, find: Find): void {
  const columns = [...new Set(Object.values(table).flatMap(Object.keys))];
  for (const [first, answers] of Object.entries(table)) {
    const missing = columns.filter((second) => !Object.hasOwn(answers, second));
    if (missing.length === 0) continue;
    find(
      'warning',
      'derive-holes',
      ['derive', field, 'table', first],
      `With ${from[0]} "${first}" and ${from[1]} ${missing.map((each) => `"${each}"`).join(' or ')} there is no ${field}.`,
      `a ${field} for each`,
    );
  }
}

/**
 * What is told wins over what is worked out. That a pack reckons with both shows where it names told values: aliases of the
 * field, and changes of it by the desk.
 */
function lintToldToo({ field, from }: DerivedField, pack: CompiledPack, find: Find): void {
  const wins = `\`${field}\` is worked out from ${from.join(' and ')}; a ${field} that is told wins over that`;
  if (Object.hasOwn(pack.aliases ?? {}, field)) {
    const instead = `either \`aliases\` or \`derive\` for \`${field}\``;
    find('warning', 'told-and-derived', ['aliases', field], `${wins}, aliases included.`, instead);
  }
  for (const { condition, path } of conditionsIn(pack)) {
    const namesChange = [...leavesOf(condition)].some(
      (leaf) => leaf.field === 'field' && 'is' in leaf && leaf.is === field,
    );
    if (!namesChange) continue;
    find('warning', 'told-and-derived', path, `${wins} from then on.`, `a change of \`${from.join('` or `')}\``);
  }
}
