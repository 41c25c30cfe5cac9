import { expect, it } from 'vitest';
import { isOpen } from './is-open.ts';

const at = (iso: string): number => Date.parse(`2026-11-${iso}Z`);
const calendar = {
  name: 'shop',
  zone: 'UTC',
  offsets: [0, 0],
  spans: ['23T09:00', '23T12:00', '23T13:00', '23T18:00', '24T09:00', '24T18:00'].map((iso) => at(iso) / 60_000),
  dayMinutes: 480,
  from: at('23T00:00'),
  until: at('30T00:00'),
};

it.each([
  ['23T08:59:59.999', false],
  ['23T09:00', true],
  ['23T11:59:59.999', true],
  ['23T12:00', false],
  ['23T13:00', true],
  ['24T00:00', false],
  ['24T17:00', true],
  ['24T18:00', false],
  ['01T10:00', false],
])('%s: open is %s', (iso, open) => {
  expect(isOpen(calendar, at(iso))).toBe(open);
});

it('is never open without hours', () => {
  expect(isOpen({ ...calendar, spans: [] }, at('23T10:00'))).toBe(false);
});
