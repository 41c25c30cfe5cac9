import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Language } from '../language/languages.ts';

/** The language stands on the page, and modules read it when they are loaded. */
async function wordingIn(lang: Language) {
  vi.resetModules();
  vi.stubGlobal('document', { documentElement: { lang } });
  const [duration, number, rate, day, time, windows, incidents] = await Promise.all([
    import('./duration.ts'),
    import('./number.ts'),
    import('./rate.ts'),
    import('./day.ts'),
    import('./time.ts'),
    import('./window-name.ts'),
    import('./incident-words.ts'),
  ]);
  return { ...duration, ...number, ...rate, ...day, ...time, ...windows, ...incidents };
}
/** Isolates are for the eye; what they hold is compared. */
const plain = (text: string): string => text.replace(/[\u2066\u2069]/g, '').replace(/[\u00a0\u202f]/g, ' ');
const NOW = Date.UTC(2026, 10, 23, 14, 32, 7);

describe('figures in the languages of the pages', () => {
  beforeEach(() => vi.unstubAllGlobals());
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each([
    ['en', '89.9 %', '12,345', '≥ 99.5 %', '+1 h 05', '3 d', '2 incidents', '7 days', 'Tue 14:47'],
    ['ar', '89.9 %', '12,345', '≥ 99.5 %', '+1 س 05', '3 ي', 'حادثان', '7 أيام', 'الثلاثاء 14:47'],
    ['pl', '89,9 %', '12 345', '≥ 99,5 %', '+1 h 05', '3 d', '2 incydenty', '7 dni', 'wt. 14:47'],
    ['de', '89,9 %', '12.345', '≥ 99,5 %', '+1 h 05', '3 T', '2 Vorfälle', '7 Tage', 'Di 14:47'],
  ] as const)('%s', async (lang, rate, many, limit, over, age, incidents, week, near) => {
    const words = await wordingIn(lang);
    const said = [
      words.rateWords(0.8996),
      words.count(12_345),
      words.against(0.995, 'high'),
      words.timeOver(0, 65 * 60_000),
      words.age(3 * 86_400_000),
      words.incidentsInWords(2),
      words.windowName('7d'),
      words.timeOfDay('UTC').near(NOW + 86_400_000 + 15 * 60_000, NOW),
    ];
    expect(said.map(plain)).toEqual([rate, many, limit, over, age, incidents, week, near]);
  });

  it('keeps a sign before its number where lines run to the left', async () => {
    expect((await wordingIn('ar')).timeOver(0, 42_000)).toBe('\u2066+0:42\u2069');
    expect((await wordingIn('en')).timeOver(0, 42_000)).toBe('+0:42');
  });

  it('writes figures with Latin digits in Arabic, times and dates too', async () => {
    const words = await wordingIn('ar');
    expect(words.timeOfDay('Asia/Riyadh').seconds(NOW)).toBe('17:32:07');
    expect(plain(words.daySpan('2026-11-17', '2026-11-23'))).toMatch(/^17 – 23 نوفمبر 2026$/);
  });
});
