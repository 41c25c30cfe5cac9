import type { ExclusionsAnswer } from '../../contract/kpi-api.ts';

/**
 * Exclusions for those outside the house: which orders were left out and when, without who said so. Their words and what they
 * point to go too: people write names into both.
 */
export const withoutPeople = ({ total, rows }: ExclusionsAnswer): ExclusionsAnswer => ({
  total,
  rows: rows.map((row) => ({ ...row, who: null, words: null, evidence: null })),
});
