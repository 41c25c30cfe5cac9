import { pluralIn } from '../language/plural.ts';
import type { PhoneWords } from './words.en.ts';

const plural = pluralIn('pl');

export const pl: PhoneWords = {
  demo: 'DEMO',
  live: 'na żywo',
  noLink: 'brak łącza',
  dataOf: (age) => `dane sprzed ${age}`,
  verdict: 'Werdykt',
  breached: (n) => plural(n, { one: 'ZŁAMANA', few: 'ZŁAMANE', many: 'ZŁAMANYCH', other: 'ZŁAMANEJ' }),
  incidentsOf: (incidents, unacknowledged) => `${incidents}, ${unacknowledged}`,
  allAcknowledged: 'wszystkie przyjęte',
  unacknowledged: (n, shown) =>
    plural(n, {
      one: `${shown} nieprzyjęty`,
      few: `${shown} nieprzyjęte`,
      many: `${shown} nieprzyjętych`,
      other: `${shown} nieprzyjętego`,
    }),
  dueSoon: (n, shown) =>
    plural(n, {
      one: `${shown} termin w ciągu 15 min`,
      few: `${shown} terminy w ciągu 15 min`,
      many: `${shown} terminów w ciągu 15 min`,
      other: `${shown} terminu w ciągu 15 min`,
    }),
  noNewBreach: 'BEZ NOWYCH NARUSZEŃ',
  allKept: 'WSZYSTKIE OBIETNICE DOTRZYMANE',
  noDeadline: 'brak nadchodzących terminów',
  nextDeadline: (time) => `następny termin ${time}`,
  stillOpen: (n, shown) =>
    plural(n, {
      one: `${shown} wciąż otwarte z historii`,
      few: `${shown} wciąż otwarte z historii`,
      many: `${shown} wciąż otwartych z historii`,
      other: `${shown} wciąż otwartego z historii`,
    }),
  noBreachYet: 'jeszcze bez naruszeń',
  lastBreach: (age) => `ostatnie naruszenie ${age} temu`,
  linkLost: 'BRAK ŁĄCZA',
  dataLost: 'BRAK DANYCH',
  pictureOf: (time) => `obraz nieaktualny, z ${time}`,
  thenBreached: (n, shown) => plural(n, { other: `złamane wtedy: ${shown}` }),
  readingLog: 'ODCZYT DZIENNIKA',
  breachedSoFar: (n, shown) => plural(n, { other: `złamane dotąd: ${shown}` }),
  noEvents: 'Brak zdarzeń',
  takingHistory: 'WCZYTYWANIE HISTORII',
  readingHistory: 'Odczyt historii …',
  connecting: 'Łączenie …',
  hooksFail: (n) => [
    plural(n, { one: 'Hook', other: 'Hooki' }),
    plural(n, {
      one: 'nie działa: być może nikt nie jest powiadamiany',
      other: 'nie działają: być może nikt nie jest powiadamiany',
    }),
  ],
  incidents: 'Incydenty',
  moreIncidents: (n, shown) => [
    'oraz',
    plural(n, {
      one: `${shown} kolejny`,
      few: `${shown} kolejne`,
      many: `${shown} kolejnych`,
      other: `${shown} kolejnego`,
    }),
  ],
  noIncident: 'Brak otwartych incydentów.',
  escalatedTo: 'eskalowano do:',
  allSilenced: 'wyciszony: hooki milczą',
  someSilenced: (n, shown) => plural(n, { other: `wyciszone: ${shown}` }),
  assignedTo: 'przypisano do:',
  acknowledgedUntil: (at, until) => `${at}, do ${until}`,
  expired: 'PRZYJĘCIE WYGASŁO',
  onItsWay: 'Wysłano. ✓ jest w drodze …',
  acknowledge: 'Przyjmij',
  acknowledgeThis: 'Przyjęcie:',
  holds: 'ważne 30 min, eskalacja trwa dalej',
  comment: 'Komentarz (opcjonalnie)',
  cancel: 'Anuluj',
  tryAgain: 'Spróbuj ponownie',
  keyFigures: 'Kluczowe wskaźniki',
  unknown: 'b.d.',
  partners: 'Partnerzy, od najgorszych',
  openBreaches: (n) =>
    plural(n, {
      one: 'otwarte naruszenie',
      few: 'otwarte naruszenia',
      many: 'otwartych naruszeń',
      other: 'otwartego naruszenia',
    }),
  allPartners: (n, shown) => plural(n, { other: `Wszyscy partnerzy (${shown})` }),
};
