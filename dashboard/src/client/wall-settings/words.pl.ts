import type { SettingsWords } from './words.en.ts';

export const pl: SettingsWords = {
  title: 'Ta ściana',
  site: 'Nazwa u góry',
  zone: 'Strefa czasowa',
  distance: 'Najdalszy czytelnik, metry',
  inches: 'Ekran, cale',
  tooFar: (s) => `Za daleko, by czytać na tym ekranie: potrzebny jest ekran ${s} cali.`,
  turn: 'Zmiana stron co, sekundy (0: nigdy)',
  sound: 'Dźwięk nowych incydentów',
  on: 'włączony',
  off: 'wyłączony',
  language: 'Język',
  theme: 'Kolory',
  themes: { dark: 'ciemne', light: 'jasne', auto: 'jak w systemie' },
  apply: 'Zastosuj',
  cancel: 'Anuluj',
};
