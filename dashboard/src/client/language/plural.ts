import { LOCALES } from './language.ts';
import type { Language } from './languages.ts';

/** A wording for each form that a language has; `other` is the one for all that are not there. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/**
 * How a language counts: English and German have two forms, Polish four, Arabic six. Each catalogue asks for its own:
 * `const plural = pluralIn('pl'); plural(n, { one: 'incydent', few: 'incydenty', many: 'incydentów', other: 'incydentu' })`.
 */
export function pluralIn(language: Language): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(LOCALES[language]);
  return (n, forms) => forms[rules.select(n)] ?? forms.other;
}
