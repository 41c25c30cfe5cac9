import { describe, expect, it } from 'vitest';
import { limitWords, windowWords } from './words.ts';

describe('windows in words', () => {
  it.each([
    [{ kind: 'days', days: 7, lag: 0 }, 'last 7 days'],
    [{ kind: 'days', days: 1, lag: 0 }, 'last day'],
    [{ kind: 'days', days: 30, lag: 1 }, '30 days ending yesterday'],
    [{ kind: 'days', days: 14, lag: 7 }, '14 days ending 7 days ago'],
    [{ kind: 'months', months: 1, lag: 1, inclusive: true }, '1 month ending yesterday, both ends included'],
    [{ kind: 'months', months: 1, lag: 1, inclusive: false }, '1 month ending yesterday'],
    [{ kind: 'week', back: 0, lag: 0, first: 'monday' }, 'this week'],
    [{ kind: 'week', back: 1, lag: 0, first: 'sunday' }, 'previous week'],
    [{ kind: 'month', back: 0, lag: 1 }, 'this month, ending yesterday'],
    [{ kind: 'month', back: 1, lag: 0 }, 'previous month'],
  ] as const)('%j', (span, words) => {
    expect(windowWords(span)).toBe(words);
  });
});

describe('limits in words', () => {
  it.each([
    [{ rate: 0.9 }, 'high', 'at least 90 %'],
    [{ rate: 0.015 }, 'low', 'at most 1.5 %'],
    [{ rate: 0.999999 }, 'high', 'at least 99.9999 %'],
    [{ rate: 0.03, failures: { most: 5, join: 'or' } }, 'low', 'at most 3 % or 5 orders'],
    [{ rate: 0.95, failures: { most: 1, join: 'and' } }, 'high', 'at least 95 % and 1 order'],
  ] as const)('%j, good is %s', (limit, good, words) => {
    expect(limitWords(limit, { good, subject: 'order' })).toBe(words);
  });
});
