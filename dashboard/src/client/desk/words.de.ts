import type { DeskWords } from './words.en.ts';

export const de: DeskWords = {
  toTheWall: 'Zur Tafel',
  pages: 'Seiten',
  incidents: 'Vorfälle',
  silences: 'Stummschaltungen',
  hooks: 'Hooks',
  audit: 'Protokoll',
  partners: 'Partner',
  review: 'Rückblick',
  tokens: 'Token',
  demo: 'DEMO',
  noLink: 'Keine Verbindung zum Server.',
  nothingYet: 'Es gibt noch nichts zu zeigen.',
  isOld: (time) => `Was Sie sehen, ist von ${time} und alt.`,
  triesAgain: 'Die Seite versucht es von selbst wieder.',
  refused: 'abgelehnt',
  tryAgain: 'Nochmals versuchen',
};
