import { expect, it } from 'vitest';
import { isSignedOut } from './keep-linked.ts';

it.each([
  [{ status: 401, refused: 'token' }, true],
  [{ status: 403, refused: 'scope' }, true],
  [{ status: 503, refused: 'starting' }, false],
  [{ status: 429, refused: 'too-many' }, false],
  [undefined, false],
])('a wall that is answered %j is signed out: %s', (data, expected) => {
  expect(isSignedOut(Object.assign(new Error('refused'), data && { data }))).toBe(expected);
});
