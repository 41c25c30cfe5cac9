/** The languages that Belfry's pages speak, the first of which is spoken to whoever asks for another. */
export const LANGUAGES = ['en', 'ar', 'pl', 'de'] as const;

export type Language = (typeof LANGUAGES)[number];

/** What each calls itself: who looks for a language reads that name before any other. */
export const OWN_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  ar: 'العربية',
  pl: 'Polski',
  de: 'Deutsch',
};

/** Which way its lines run. */
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

/** The one of ours that a tag such as `de-AT` names, or null. */
export function languageIn(tag: string | null | undefined): Language | null {
  const name = tag?.toLowerCase().split('-')[0];
  return LANGUAGES.find((one) => one === name) ?? null;
}
