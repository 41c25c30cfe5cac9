import { expect, it } from 'vitest';
import { chooseLanguage } from './choose-language.ts';

it('speaks what the URL says before what was chosen before, and that before what the browser wants', () => {
  expect(chooseLanguage('?zone=UTC&lang=ar', 'de', ['pl'])).toBe('ar');
  expect(chooseLanguage('?zone=UTC', 'de', ['pl'])).toBe('de');
  expect(chooseLanguage('', null, ['cs-CZ', 'pl-PL', 'de'])).toBe('pl');
});

it('passes over what it does not speak', () => {
  expect(chooseLanguage('?lang=fr', 'xx', ['fr', 'de-AT'])).toBe('de');
  expect(chooseLanguage('?lang=', null, ['fr'])).toBe('en');
  expect(chooseLanguage('?lang=AR-SA', null, [])).toBe('ar');
});
