import { expect, it } from 'vitest';
import { matcherOf } from './matcher-fields.ts';

const from = (written: Readonly<Record<string, string>>) => matcherOf((field) => written[field] ?? '');

it('reads one value as a value, and several as a list', () => {
  expect(from({ carrier: ' SMSA , DPD,', partner: 'p12' })).toEqual({ carrier: ['SMSA', 'DPD'], partner: 'p12' });
});

it('is none where nothing was written: a silence of everything is not taken', () => {
  expect(from({})).toBeNull();
  expect(from({ carrier: ' , ' })).toBeNull();
});
