import { expect, it } from 'vitest';
import { asksForSettings } from './asks-for-settings.ts';

const press = (key: string, over: Partial<KeyboardEvent> = {}) =>
  asksForSettings({ key, code: 'KeyS', ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...over });

it('is the letter s, however it is written, and the same key of an Arabic keyboard', () => {
  expect([press('s'), press('S'), press('س')]).toEqual([true, true, true]);
});

it('is no other letter, not even where s lies on a keyboard of Latin letters', () => {
  expect([press('o'), press('a', { code: 'KeyA' }), press('ش', { code: 'KeyA' })]).toEqual([false, false, false]);
});

it('leaves saving a page and a key that is held to the browser', () => {
  expect([press('s', { ctrlKey: true }), press('s', { metaKey: true }), press('s', { repeat: true })]).toEqual([
    false,
    false,
    false,
  ]);
});
