import type { LanguageWords } from './words.en.ts';

export const de: LanguageWords = { language: 'Sprache' };
