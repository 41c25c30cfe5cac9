import type { ThemeWords } from './words.en.ts';

export const pl: ThemeWords = { light: 'Przełącz na jasny motyw', dark: 'Przełącz na ciemny motyw' };
