import type { SayWords } from './words.en.ts';

export const ar: SayWords = {
  sending: 'جارٍ الإرسال …',
  signIn: 'تسجيل الدخول',
  yourName: 'اسمك',
  noAnswer: 'الخادم لا يستجيب.',
  perhapsUnheard: 'قد لا يكون طلبك قد وصل. تحقّق من الاتصال وأعد المحاولة.',
  notSignedIn: 'لم تسجّل الدخول.',
  openYourLink: 'افتح على هذا الجهاز رابط Belfry الذي أُعطي لك، ثم عُد إلى هنا.',
  askWhoRuns: 'اسأل المسؤول عن Belfry.',
};
