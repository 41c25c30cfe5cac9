import { afterEach, expect, it, vi } from 'vitest';
import type { Language } from '../language/languages.ts';
import type { ForecastSaid } from './forecast-said.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** The language stands on the page, and modules read it when they are loaded. */
async function saidIn(lang: Language, said: readonly ForecastSaid[]): Promise<string[]> {
  vi.resetModules();
  vi.stubGlobal('document', { documentElement: { lang } });
  const { forecastWords } = await import('./forecast-words.ts');
  return said.map(forecastWords);
}
const range = (low: number, high: number): ForecastSaid => ({ kind: 'range', low, high });

it('is one sentence in every language, in the form that the number asks for', async () => {
  const said = [range(3, 8), range(0, 1), range(2, 2), { kind: 'none' }, { kind: 'too-few' }] as const;
  expect(await saidIn('en', said)).toEqual([
    '3 to 8 breaches expected in the next 4 h',
    '0 to 1 breach expected in the next 4 h',
    '2 breaches expected in the next 4 h',
    'no breach expected in the next 4 h',
    'breaches to expect: too few to tell',
  ]);
  expect((await saidIn('de', said))[0]).toBe('3 bis 8 Brüche in den nächsten 4 h erwartet');
  expect((await saidIn('pl', said)).slice(0, 3)).toEqual([
    'w ciągu 4 h spodziewane od 3 do 8 naruszeń',
    'w ciągu 4 h spodziewane od 0 do 1 naruszenia',
    'w ciągu 4 h spodziewane 2 naruszenia',
  ]);
  expect((await saidIn('ar', said)).slice(0, 3)).toEqual([
    'يُتوقّع من 3 إلى 8 إخلالات خلال 4 س',
    'يُتوقّع من 0 إلى إخلال واحد خلال 4 س',
    'يُتوقّع إخلالان خلال 4 س',
  ]);
});
