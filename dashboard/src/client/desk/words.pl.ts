import type { DeskWords } from './words.en.ts';

export const pl: DeskWords = {
  toTheWall: 'Do ekranu',
  pages: 'Strony',
  incidents: 'Incydenty',
  silences: 'Wyciszenia',
  hooks: 'Powiadomienia',
  audit: 'Dziennik',
  partners: 'Partnerzy',
  review: 'Przegląd',
  tokens: 'Tokeny',
  demo: 'DEMO',
  noLink: 'Brak połączenia z serwerem.',
  nothingYet: 'Nie ma jeszcze czego pokazać.',
  isOld: (time) => `To, co widzisz, jest z ${time} i jest nieaktualne.`,
  triesAgain: 'Strona sama spróbuje ponownie.',
  refused: 'odrzucono',
  tryAgain: 'Spróbuj ponownie',
};
