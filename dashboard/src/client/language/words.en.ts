export const en = {
  /** Names the links to this page in other languages. */
  language: 'Language',
};

export type LanguageWords = typeof en;
