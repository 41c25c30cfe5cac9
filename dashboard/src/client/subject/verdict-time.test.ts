import { expect, it } from 'vitest';
import { verdictTime } from './verdict-time.ts';

const AT = Date.UTC(2026, 10, 27, 9);

it('counts what runs: down to 0:00, where it stays until it is judged, and up from there', () => {
  expect(verdictTime({ is: 'due-in', ms: 42_000, at: AT }, AT - 42_000)).toBe('0:42');
  expect(verdictTime({ is: 'due-in', ms: 42_000, at: AT }, AT - 40_000)).toBe('0:40');
  expect(verdictTime({ is: 'due-in', ms: 42_000, at: AT }, AT + 5_000)).toBe('0:00');
  expect(verdictTime({ is: 'breached-ago', ms: 0, at: AT }, AT + 12_000)).toBe('0:12');
});

it('leaves alone what has ended or stands still', () => {
  expect(verdictTime({ is: 'met', ms: 3_600_000, at: AT }, AT + 99_000)).toBe('1 h 00');
  expect(verdictTime({ is: 'paused', ms: 61_000, at: null }, AT)).toBe('1:01');
  expect(verdictTime({ is: 'cancelled', ms: null, at: AT }, AT)).toBe('');
});
