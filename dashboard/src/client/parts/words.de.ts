import type { PartsWords } from './words.en.ts';

export const de: PartsWords = {
  pages: 'Seiten der Liste',
  before: 'Zurück',
  next: 'Weiter',
  pageOf: (n, all) => `Seite ${n} von ${all}`,
  told: 'gemeldet',
  copy: 'Kopieren',
  copied: 'Kopiert.',
  refused: 'Markieren und kopieren Sie es: Der Browser lässt die Seite nicht.',
  csv: 'CSV',
  states: {
    ok: 'in Ordnung',
    risk: 'gefährdet',
    breach: 'gebrochen',
    acknowledged: 'angenommen',
    silenced: 'stumm',
    stale: 'alt',
    none: 'kein Versprechen',
  },
};
