import type { LanguageWords } from './words.en.ts';

export const ar: LanguageWords = { language: 'اللغة' };
