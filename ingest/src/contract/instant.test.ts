import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainInstant, INSTANT, INSTANT_OR_DAY } from './instant.ts';

describe('an instant', () => {
  it.each([
    '2026-11-23T17:00:00Z',
    '2026-11-23T17:00Z',
    '2026-11-23T17:00:00.123456789+05:30',
    '2024-02-29T23:59:59-12:00',
    '1970-01-01T00:00:00Z',
  ])('%s is one, and the platform reads it', (text) => {
    expect(INSTANT.test(text)).toBe(true);
    expect(Number.isFinite(Date.parse(text))).toBe(true);
  });

  it.each([
    '2026-11-23T17:00:00',
    '2026-11-23',
    '2025-02-29T00:00:00Z',
    '2026-11-31T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T17:00:60Z',
    '2026-11-23T17:00:00+0100',
    '2026-11-23 17:00:00Z',
    '0001-01-01T00:00:00Z',
    '1969-12-31T23:00:00Z',
    ' 2026-11-23T17:00:00Z',
    '2026-11-23T17:00:00Z\n',
  ])('%s is none', (text) => {
    expect(INSTANT.test(text)).toBe(false);
    expect(explainInstant(text, false).message).toContain('write');
  });

  it('is whatever the platform writes, from 1970 on', () => {
    const range = { min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true };
    fc.assert(fc.property(fc.date(range), (date) => INSTANT.test(date.toISOString())));
  });

  it('may be a day only where a promise is told', () => {
    expect([INSTANT_OR_DAY.test('2026-11-23'), INSTANT.test('2026-11-23')]).toEqual([true, false]);
  });
});
