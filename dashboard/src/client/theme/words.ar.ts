import type { ThemeWords } from './words.en.ts';

export const ar: ThemeWords = { light: 'الانتقال إلى المظهر الفاتح', dark: 'الانتقال إلى المظهر الداكن' };
