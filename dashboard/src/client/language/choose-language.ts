import { LANGUAGES, type Language, languageIn } from './languages.ts';

/**
 * The language of a page: what its URL says (`?lang=ar`), else what was chosen here before, else the first of the reader's
 * own that we speak, else English. What is none of ours is passed over, not refused: a page that cannot be read is worse.
 *
 * @param search the URL's query.
 * @param remembered as it was stored, whatever that is.
 * @param wanted the browser's languages, the dearest first.
 */
export function chooseLanguage(search: string, remembered: string | null, wanted: readonly string[]): Language {
  const asked = languageIn(new URLSearchParams(search).get('lang'));
  if (asked !== null) return asked;
  for (const tag of [remembered, ...wanted]) {
    const known = languageIn(tag);
    if (known !== null) return known;
  }
  return LANGUAGES[0];
}
