import { expect, it } from 'vitest';
import { pluralIn } from './plural.ts';

it('knows the six forms of Arabic', () => {
  const forms = { zero: 'zero', one: 'one', two: 'two', few: 'few', many: 'many', other: 'other' };
  expect([0, 1, 2, 3, 10, 11, 99, 100, 102, 103].map((n) => pluralIn('ar')(n, forms))).toEqual([
    'zero',
    'one',
    'two',
    'few',
    'few',
    'many',
    'many',
    'other',
    'other',
    'few',
  ]);
});

it('knows the forms of Polish, in which 22 counts as 2 does, and 12 does not', () => {
  const incidents = { one: 'incydent', few: 'incydenty', many: 'incydentów', other: 'incydentu' };
  expect([1, 2, 5, 12, 22, 25].map((n) => pluralIn('pl')(n, incidents))).toEqual([
    'incydent',
    'incydenty',
    'incydentów',
    'incydentów',
    'incydenty',
    'incydentów',
  ]);
});

it('says with the form for all others what has none of its own', () => {
  expect(pluralIn('ar')(3, { one: 'one', other: 'other' })).toBe('other');
});
