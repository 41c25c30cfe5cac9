import type { AliasField } from '../../contract/unmatched-api.ts';
import { ALIAS_FIELDS } from '../../contract/unmatched-api.ts';
import type { PolicyInForce } from '../directory.ts';

/** The values that the rows of promises on tickets name, by field and sorted: what others can be taken for. Pure. */
export function knownValues(packs: readonly PolicyInForce[]): Record<AliasField, string[]> {
  const known: Record<AliasField, Set<string>> = { category: new Set(), subcategory: new Set() };
  for (const { promises } of packs) {
    for (const { subject, rows } of promises) {
      if (subject === 'order') continue;
      for (const { when } of rows) for (const [field, value] of namedIn(when)) known[field].add(value);
    }
  }
  return { category: [...known.category].sort(), subcategory: [...known.subcategory].sort() };
}

type Condition = PolicyInForce['promises'][number]['rows'][number]['when'];

/** What a row asks a field to be. What it must not be is nothing to be taken for. */
function* namedIn(condition: Condition): Generator<[AliasField, string]> {
  if (condition === undefined || 'not' in condition) return;
  if ('all' in condition) for (const each of condition.all) yield* namedIn(each);
  else if ('any' in condition) for (const each of condition.any) yield* namedIn(each);
  else if (isField(condition.field)) {
    const values = 'is' in condition ? [condition.is] : 'in' in condition ? condition.in : [];
    for (const value of values) if (typeof value === 'string') yield [condition.field, value];
  }
}

const isField = (field: string): field is AliasField => (ALIAS_FIELDS as readonly string[]).includes(field);
