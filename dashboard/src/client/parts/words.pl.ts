import type { PartsWords } from './words.en.ts';

export const pl: PartsWords = {
  pages: 'Strony listy',
  before: 'Wstecz',
  next: 'Dalej',
  pageOf: (n, all) => `strona ${n} z ${all}`,
  told: 'zgłoszono',
  copy: 'Kopiuj',
  copied: 'Skopiowano.',
  refused: 'Zaznacz i skopiuj: przeglądarka nie pozwala na to stronie.',
  csv: 'CSV',
  states: {
    ok: 'w porządku',
    risk: 'zagrożone',
    breach: 'złamane',
    acknowledged: 'przyjęte',
    silenced: 'wyciszone',
    stale: 'nieaktualne',
    none: 'bez obietnicy',
  },
};
