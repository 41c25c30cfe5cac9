import type { SoundWords } from './words.en.ts';

export const ar: SoundWords = {
  armed: 'مُفعّل',
  blocked: 'محجوب',
  pressAnyKey: 'اضغط أي مفتاح',
};
