import { direction } from './language.ts';

/**
 * Figures with signs (`+0:42`, `≥ 90 %`) run left to right in every language. Where lines run the other way they are
 * isolated: a sign that stands before its number would be set behind it.
 */
export const leftToRight = (figures: string): string => (direction === 'rtl' ? `\u2066${figures}\u2069` : figures);
