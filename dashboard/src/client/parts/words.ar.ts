import type { PartsWords } from './words.en.ts';

export const ar: PartsWords = {
  pages: 'صفحات القائمة',
  before: 'السابق',
  next: 'التالي',
  pageOf: (n, all) => `الصفحة ${n} من ${all}`,
  told: 'أُبلغ',
  copy: 'نسخ',
  copied: 'تم النسخ.',
  refused: 'حدّد النص وانسخه: المتصفح لا يسمح للصفحة بذلك.',
  csv: 'CSV',
  states: {
    ok: 'سليم',
    risk: 'في خطر',
    breach: 'مُخلّ به',
    acknowledged: 'تم الإقرار',
    silenced: 'مُسكت',
    stale: 'قديم',
    none: 'لا وعد',
  },
};
