import type { SettingsWords } from './words.en.ts';

export const de: SettingsWords = {
  title: 'Diese Wand',
  site: 'Name oben',
  zone: 'Zeitzone',
  distance: 'Am weitesten entfernter Leser, Meter',
  inches: 'Bildschirm, Zoll',
  tooFar: (s) => `Zu weit weg, um auf diesem Bildschirm zu lesen: dafür braucht es ${s} Zoll.`,
  turn: 'Seiten wechseln nach, Sekunden (0: nie)',
  sound: 'Ton bei neuen Vorfällen',
  on: 'an',
  off: 'aus',
  language: 'Sprache',
  theme: 'Farben',
  themes: { dark: 'dunkel', light: 'hell', auto: 'wie das System' },
  apply: 'Übernehmen',
  cancel: 'Abbrechen',
};
