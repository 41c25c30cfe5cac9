import { pluralIn } from '../language/plural.ts';
import type { WordingWords } from './words.en.ts';

const plural = pluralIn('ar');

export const ar: WordingWords = {
  units: { second: 'ث', minute: 'د', hour: 'س', day: 'ي' },
  thousands: (n) => `${n} ألف`,
  severalPartners: 'عدة شركاء',
  incidents: (n, shown) =>
    plural(n, {
      zero: 'لا حوادث',
      one: 'حادث واحد',
      two: 'حادثان',
      few: `${shown} حوادث`,
      many: `${shown} حادثًا`,
      other: `${shown} حادث`,
    }),
  thisWeek: 'هذا الأسبوع',
  lastWeek: 'الأسبوع الماضي',
  thisMonth: 'هذا الشهر',
  lastMonth: 'الشهر الماضي',
  today: 'اليوم',
  days: (n) => plural(n, { one: 'يوم', two: 'يومان', few: `${n} أيام`, many: `${n} يومًا`, other: `${n} يوم` }),
  months: (n) => plural(n, { one: 'شهر', two: 'شهران', few: `${n} أشهر`, many: `${n} شهرًا`, other: `${n} شهر` }),
  toYesterday: (length) => `${length} حتى أمس`,
  toAgo: (length, days) =>
    `${length} حتى ما قبل ${plural(days, { one: 'يوم', two: 'يومين', few: `${days} أيام`, many: `${days} يومًا`, other: `${days} يوم` })}`,
  headroom: { short: (n) => `ينقص ${n}`, none: 'لا هامش', spare: (n) => `هامش ${n}` },
};
