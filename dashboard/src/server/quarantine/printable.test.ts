import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test.each([
  [Buffer.from('{"id":"Größe 注文 🔔"}'), '{"id":"Größe 注文 🔔"}'],
  [Buffer.from([0x61, 0xff, 0x00, 0x0a, 0x62]), 'a\\xff\\x00\\x0ab'],
  // A character that was cut through, and one that goes on with something else.
  [Buffer.from('é').subarray(0, 1), '\\xc3'],
  [Buffer.from([0xe6, 0x41, 0x42]), '\\xe6AB'],
  [Buffer.from('\u202eabc'), '\\xe2\\x80\\xaeabc'],
  [Buffer.alloc(0), ''],
])('%#', (bytes, text) => {
  expect(printable(bytes)).toBe(text);
});
