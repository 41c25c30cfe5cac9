import type { DeskWords } from './words.en.ts';

export const ar: DeskWords = {
  toTheWall: 'إلى الشاشة الرئيسية',
  pages: 'الصفحات',
  incidents: 'الحوادث',
  silences: 'الإسكات',
  hooks: 'الخطّافات',
  audit: 'سجل التدقيق',
  partners: 'الشركاء',
  review: 'المراجعة',
  tokens: 'الرموز',
  demo: 'عرض تجريبي',
  noLink: 'لا اتصال بالخادم.',
  nothingYet: 'لا شيء لعرضه بعد.',
  isOld: (time) => `ما تراه يعود إلى ${time} وهو قديم.`,
  triesAgain: 'تعيد الصفحة المحاولة تلقائيًا.',
  refused: 'مرفوض',
  tryAgain: 'إعادة المحاولة',
};
