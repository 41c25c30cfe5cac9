import type { SettingsWords } from './words.en.ts';

export const ar: SettingsWords = {
  title: 'هذه الشاشة',
  site: 'الاسم في الأعلى',
  zone: 'المنطقة الزمنية',
  distance: 'أبعد قارئ، بالأمتار',
  inches: 'قياس الشاشة، بالبوصة',
  tooFar: (s) => `أبعد من أن تُقرأ على هذه الشاشة: يلزم شاشة قياسها ${s} بوصة.`,
  turn: 'تتبدل الصفحات كل، بالثواني (0: أبدًا)',
  sound: 'صوت الحوادث الجديدة',
  on: 'مفعّل',
  off: 'متوقف',
  language: 'اللغة',
  theme: 'الألوان',
  themes: { dark: 'داكنة', light: 'فاتحة', auto: 'كما في النظام' },
  apply: 'تطبيق',
  cancel: 'إلغاء',
};
