import type { SoundWords } from './words.en.ts';

export const pl: SoundWords = {
  armed: 'UZBROJONY',
  blocked: 'ZABLOKOWANY',
  pressAnyKey: 'naciśnij klawisz',
};
