import { language } from './language.ts';
import type { Language } from './languages.ts';

/**
 * A room's words in the language of this page. A catalogue is a `words.en.ts`, whose type the others must satisfy:
 * a word that is missing in one language is a mistake that the compiler finds.
 */
export const pick = <Words>(catalogues: Readonly<Record<Language, Words>>): Words => catalogues[language];
