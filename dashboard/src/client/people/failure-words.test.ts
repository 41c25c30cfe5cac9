import { expect, it } from 'vitest';
import { failureWords } from './failure-words.ts';

it('says in words what a code means, and keeps the code', () => {
  expect(failureWords('ECONNREFUSED')).toBe('nobody listens at its address (ECONNREFUSED)');
});

it('leaves as they are words, and codes that it does not know', () => {
  expect(failureWords('no answer in time')).toBe('no answer in time');
  expect(failureWords('EPROTO')).toBe('EPROTO');
});
