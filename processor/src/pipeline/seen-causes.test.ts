import { expect, test } from 'vitest';
import { SeenCauses } from './seen-causes.ts';

test('what a lane tells again is a repeat, what another tells is not', () => {
  const seen = new SeenCauses();
  expect(seen.isNew('events/0', 5, 'a')).toBe(true);
  expect(seen.isNew('events/0', 5, 'b')).toBe(true);
  expect(seen.isNew('events/0', 5, 'a')).toBe(false);
  expect(seen.isNew('events/0', 7, 'c')).toBe(true);
  expect(seen.isNew('events/0', 5, 'never seen')).toBe(false);
  expect(seen.isNew('events/1', 5, 'a')).toBe(true);
});

test('is the same after it was stored and read', () => {
  const seen = new SeenCauses();
  seen.isNew('events/0', 5, 'a');
  const again = new SeenCauses();
  again.restore(JSON.parse(JSON.stringify(seen)));
  expect(again.isNew('events/0', 5, 'a')).toBe(false);
  expect(again.isNew('events/0', 5, 'b')).toBe(true);
});
