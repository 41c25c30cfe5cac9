/** The forms of a counted word by the categories that its language has (CLDR); `#` is where the number goes. */
export type Forms<Category extends Intl.LDMLPluralRule> = Readonly<Record<Category, string>>;

/** @returns the form that fits a whole number, with the number in it. */
export function counting<Category extends Intl.LDMLPluralRule>(
  locale: string,
): (n: number, forms: Forms<Category>) => string {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  // The rules of a locale name no other category than those that its forms are typed by.
  return (n, forms) => forms[rules.select(n) as Category].replace('#', numbers.format(n));
}
