import { nearest } from '@belfry/processor/contract';
import type { AliasField, UnmatchedCategory } from '../../contract/unmatched-api.ts';

/** What an unknown category, or else an unknown subcategory, is perhaps meant to be. Pure. */
export function suggestionFor(
  told: Readonly<Record<AliasField, string>>,
  known: Readonly<Record<AliasField, readonly string[]>>,
): UnmatchedCategory['suggestion'] {
  for (const field of ['category', 'subcategory'] as const) {
    const from = told[field];
    if (from === '' || known[field].includes(from)) continue;
    const to = nearest(from, known[field]);
    return to === undefined ? null : { field, from, to };
  }
  return null;
}
