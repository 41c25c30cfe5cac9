import { pluralIn } from '../language/plural.ts';
import type { WordingWords } from './words.en.ts';

const plural = pluralIn('de');

export const de: WordingWords = {
  units: { second: 's', minute: 'min', hour: 'h', day: 'T' },
  thousands: (n) => `${n} Tsd.`,
  severalPartners: 'mehrere Partner',
  incidents: (n, shown) => plural(n, { one: `${shown} Vorfall`, other: `${shown} Vorfälle` }),
  thisWeek: 'diese Woche',
  lastWeek: 'letzte Woche',
  thisMonth: 'dieser Monat',
  lastMonth: 'letzter Monat',
  today: 'heute',
  days: (n) => plural(n, { one: `${n} Tag`, other: `${n} Tage` }),
  months: (n) => plural(n, { one: `${n} Monat`, other: `${n} Monate` }),
  toYesterday: (length) => `${length} bis gestern`,
  toAgo: (length, days) => `${length} bis vor ${days} ${plural(days, { one: 'Tag', other: 'Tagen' })}`,
  headroom: { short: (n) => `${n} zu wenig`, none: 'kein Spielraum', spare: (n) => `${n} Spielraum` },
};
