import type { SoundWords } from './words.en.ts';

export const de: SoundWords = {
  armed: 'SCHARF',
  blocked: 'BLOCKIERT',
  pressAnyKey: 'Taste drücken',
};
