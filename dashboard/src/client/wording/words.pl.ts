import { pluralIn } from '../language/plural.ts';
import type { WordingWords } from './words.en.ts';

const plural = pluralIn('pl');

export const pl: WordingWords = {
  units: { second: 's', minute: 'min', hour: 'h', day: 'd' },
  thousands: (n) => `${n} tys.`,
  severalPartners: 'kilku partnerów',
  incidents: (n, shown) =>
    plural(n, {
      one: `${shown} incydent`,
      few: `${shown} incydenty`,
      many: `${shown} incydentów`,
      other: `${shown} incydentu`,
    }),
  thisWeek: 'ten tydzień',
  lastWeek: 'zeszły tydzień',
  thisMonth: 'ten miesiąc',
  lastMonth: 'zeszły miesiąc',
  today: 'dziś',
  days: (n) => plural(n, { one: `${n} dzień`, other: `${n} dni` }),
  months: (n) =>
    plural(n, { one: `${n} miesiąc`, few: `${n} miesiące`, many: `${n} miesięcy`, other: `${n} miesiąca` }),
  toYesterday: (length) => `${length} do wczoraj`,
  toAgo: (length, days) => `${length} do ${days} dni temu`,
  headroom: { short: (n) => `brakuje ${n}`, none: 'bez zapasu', spare: (n) => `zapas ${n}` },
};
