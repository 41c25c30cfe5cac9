import type { LanguageWords } from './words.en.ts';

export const pl: LanguageWords = { language: 'Język' };
