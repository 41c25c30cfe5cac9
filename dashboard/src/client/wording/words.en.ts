import { pluralIn } from '../language/plural.ts';

const plural = pluralIn('en');

/** What figures are said with, in every room. */
export const en = {
  /**
   * Of durations. Not Intl's: its short forms differ from browser to browser and mix their spellings (`3 Sek.` beside
   * `3h`), and a wall counts the letters.
   */
  units: { second: 's', minute: 'min', hour: 'h', day: 'd' },
  thousands: (n: string) => `${n}k`,
  severalPartners: 'several partners',
  incidents: (n: number, shown: string) => plural(n, { one: `${shown} incident`, other: `${shown} incidents` }),
  /** Windows of KPIs. */
  thisWeek: 'this week',
  lastWeek: 'last week',
  thisMonth: 'this month',
  lastMonth: 'last month',
  today: 'today',
  days: (n: number) => plural(n, { one: `${n} day`, other: `${n} days` }),
  months: (n: number) => plural(n, { one: `${n} month`, other: `${n} months` }),
  toYesterday: (length: string) => `${length} to yesterday`,
  /** @param days that the window ends before today. */
  toAgo: (length: string, days: number) => `${length} to ${days} ago`,
  /** What may still fail, in orders. */
  headroom: { short: (n: string) => `short by ${n}`, none: 'none to spare', spare: (n: string) => `${n} to spare` },
};

export type WordingWords = typeof en;
