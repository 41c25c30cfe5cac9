import type { ThemeWords } from './words.en.ts';

export const de: ThemeWords = { light: 'Zum hellen Design wechseln', dark: 'Zum dunklen Design wechseln' };
