import { expect, it } from 'vitest';
import { readSettings, settingsIn } from './settings.ts';

it('is a wall of 55 inches read from 5 m, whose pages turn every 20 s, and quiet, unless its URL says otherwise', () => {
  expect(readSettings('')).toMatchObject({ site: 'Belfry', distance: 5, inches: 55, turn: 20, sound: false });
  expect(readSettings('?zone=Asia/Riyadh&site=Hall&distance=2.5&inches=43&turn=0&sound=on')).toEqual({
    zone: 'Asia/Riyadh',
    site: 'Hall',
    distance: 2.5,
    inches: 43,
    turn: 0,
    sound: true,
  });
});

it('leaves out what makes no sense', () => {
  const before = readSettings('');
  expect(readSettings('?zone=Nowhere/Here&distance=-3&inches=many&turn=1&sound=loud&site=')).toEqual(before);
  expect(readSettings('?distance=&inches=&turn=')).toEqual(before);
});

it('remembers what was said before where the URL says nothing', () => {
  const before = settingsIn('?distance=3&sound=on&other=1', null);
  expect(before).toBe('distance=3&sound=on');
  expect(readSettings('?sound=off', before)).toMatchObject({ distance: 3, sound: false });
  // A mistyped URL does not change what was chosen.
  expect(settingsIn('?distance=far', before)).toBe(before);
});
