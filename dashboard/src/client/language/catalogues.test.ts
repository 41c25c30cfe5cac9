import { expect, it, vi } from 'vitest';
import type { Language } from './languages.ts';
import type { Forms } from './plural.ts';

/** Every form that a catalogue asked for while it was read. */
const asked = vi.hoisted(() => [] as { language: Language; forms: Forms }[]);
vi.mock('./plural.ts', async (original) => {
  const { pluralIn } = await original<typeof import('./plural.ts')>();
  return {
    pluralIn: (language: Language) => (n: number, forms: Forms) => {
      asked.push({ language, forms });
      return pluralIn(language)(n, forms);
    },
  };
});

/** One number for each form that Polish or Arabic has. */
const NUMBERS = [0, 1, 2, 3, 11, 100, 1.5];
/** Names, units and what is written in files and addresses: they are in Latin letters in Riyadh too. */
const LATIN = /Belfry|BELFRY_HOOKS|CSV|JSON|KPI|API|Kafka|ClickHouse|incident\/…|order\/…|\/enter\b/g;

/** All that a catalogue can say, by where it stands: functions are asked with each number, whatever they take. */
function sayings(words: unknown, at = ''): [string, string][] {
  if (typeof words === 'string') return [[at, words]];
  if (typeof words === 'function') {
    return NUMBERS.flatMap((n) => sayings(words(n, String(n), String(n)), `${at}(${n})`));
  }
  if (typeof words !== 'object' || words === null) throw new Error(`${at} is neither words nor a function`);
  return Object.entries(words).flatMap(([key, value]) => sayings(value, `${at}.${key}`));
}

const files = import.meta.glob<Record<string, unknown>>('../**/words.{en,ar,pl,de}.ts', { eager: true });
const catalogues = Object.entries(files).map(([file, module]) => {
  const [, room = 'language', language = ''] = /^(?:\.\.\/(.+)|\.)\/words\.(\w+)\.ts$/.exec(file) ?? [];
  return { room, language: language as Language, words: module[language] };
});
const rooms = [...new Set(catalogues.map(({ room }) => room))];
const keysOf = (words: unknown): string[] =>
  typeof words === 'object' && words !== null
    ? Object.entries(words).flatMap(([key, value]) => [key, ...keysOf(value).map((inner) => `${key}.${inner}`)])
    : [];

it('finds the catalogues that there are', () => {
  expect(rooms).toEqual(expect.arrayContaining(['phone', 'people', 'say', 'wording', 'parts', 'desk']));
});

it.each(rooms)('%s says the same in every language', (room) => {
  const own = catalogues.filter((one) => one.room === room);
  const english = keysOf(own.find(({ language }) => language === 'en')?.words).sort();
  expect(own.map(({ language }) => language).sort()).toEqual(['ar', 'de', 'en', 'pl']);
  for (const { language, words } of own) expect([language, keysOf(words).sort()]).toEqual([language, english]);
});

it.each(catalogues)('$room in $language has no empty word', ({ words }) => {
  const empty = sayings(words).filter(([, said]) => said.trim() === '' || /undefined|\[object/.test(said));
  expect(empty).toEqual([]);
});

it.each(catalogues.filter(({ language }) => language === 'ar'))(
  '$room in Arabic has no English left in it',
  ({ words }) => {
    const english = sayings(words).filter(([, said]) => /[A-Za-z]/.test(said.replace(LATIN, '')));
    expect(english).toEqual([]);
  },
);

it.each([
  ['pl', ['one', 'few', 'many', 'other']],
  ['ar', ['one', 'two', 'few', 'many', 'other']],
] as const)('a word of %s that has more than one form has all', (language, needed) => {
  asked.length = 0;
  for (const one of catalogues) if (one.language === language) sayings(one.words);
  const several = asked.filter((one) => one.language === language && 'few' in one.forms);
  expect(several.length).toBeGreaterThan(0);
  for (const { forms } of several) expect(Object.keys(forms)).toEqual(expect.arrayContaining([...needed]));
});
