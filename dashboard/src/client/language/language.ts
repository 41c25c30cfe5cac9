import { directionOf, type Language, languageIn } from './languages.ts';

/**
 * The language of this page. It is fixed before anything is shown (`first/`) and stands in `<html lang>`, so that words
 * are plain values and nothing has to follow a change: another language is another load. Without a page, as in unit
 * tests, it is English.
 */
export const language: Language =
  (typeof document === 'undefined' ? null : languageIn(document.documentElement.lang)) ?? 'en';

export const direction = directionOf(language);

/**
 * What Intl is asked for. In Arabic with Latin digits: these rooms read order numbers, parcel labels and clocks all day,
 * which are in Latin digits in Riyadh too, and a number of one kind beside a number of the other is read twice. English is
 * the one that writes days before months.
 */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', ar: 'ar-u-nu-latn', pl: 'pl', de: 'de' };

export const locale = LOCALES[language];
