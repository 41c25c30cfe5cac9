import { expect, it } from 'vitest';
import { type Pressed, readKey } from './read-key.ts';

const GOES = new Map([
  ['p', '/partners'],
  ['i', '/incidents'],
]);
const press = (key: string, over: Partial<Pressed> = {}): Pressed => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  elsewhere: false,
  at: 1_000,
  ...over,
});
/** What the keys did, one after the other. */
const does = (...keys: Pressed[]): string[] => {
  let begun: number | null = null;
  return keys.map((key) => {
    const read = readKey(begun, key, GOES);
    begun = read.begun;
    return read.act.does === 'go' ? read.act.href : read.act.does;
  });
};

it('goes to a page by g and its letter, and to none by the letter alone or too late', () => {
  expect(does(press('g'), press('p', { at: 2_400 }))).toEqual(['nothing', '/partners']);
  expect(does(press('p'))).toEqual(['nothing']);
  expect(does(press('g'), press('p', { at: 2_501 }))).toEqual(['nothing', 'nothing']);
  expect(does(press('g'), press('x'), press('p'))).toEqual(['nothing', 'nothing', 'nothing']);
});

it('lists the keys and searches', () => {
  expect(does(press('?'), press('/'))).toEqual(['help', 'search']);
});

it('leaves alone what goes into a field or to the browser', () => {
  const elsewhere = { elsewhere: true };
  expect(does(press('?', elsewhere), press('g', elsewhere), press('p'))).toEqual(['nothing', 'nothing', 'nothing']);
  expect(does(press('g'), press('p', elsewhere))).toEqual(['nothing', 'nothing']);
});

it('finds the keys on an Arabic board at the places of the Latin one', () => {
  expect(does(press('ل', { code: 'KeyG' }), press('ح', { code: 'KeyP' }))).toEqual(['nothing', '/partners']);
  expect(does(press('؟', { code: 'Slash' }))).toEqual(['help']);
});
