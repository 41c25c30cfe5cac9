import { expect, test } from 'vitest';
import { meaningOf } from './session.ts';

const SECOND = 1000;

test('a session that is silent while the broker answers is lost after a minute', () => {
  expect(meaningOf({ lastSign: 0, asked: 30 * SECOND, answered: 30 * SECOND })).toBe('may-come-back');
  expect(meaningOf({ lastSign: 0, asked: 61 * SECOND, answered: 61 * SECOND })).toBe('session-lost');
});

test('a broker that does not answer takes the session along, however long it is away', () => {
  expect(meaningOf({ lastSign: 0, asked: 61 * SECOND, answered: undefined })).toBe('broker-away');
});

test('an answer that waited for the broker to come back is no sign that it was there', () => {
  expect(meaningOf({ lastSign: 0, asked: 65 * SECOND, answered: 120 * SECOND })).toBe('broker-away');
});
