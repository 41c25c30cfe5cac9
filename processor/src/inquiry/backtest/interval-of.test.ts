import { expect, it } from 'vitest';
import { intervalOf } from './interval-of.ts';

it('reads days as midnight UTC, and instants as they are', () => {
  expect(intervalOf('2026-10-01', '2026-11-01T01:00:00+01:00')).toEqual({
    from: Date.parse('2026-10-01T00:00:00Z'),
    to: Date.parse('2026-11-01T00:00:00Z'),
  });
});

it('says what to write instead', () => {
  for (const wrong of [
    undefined,
    '',
    'yesterday',
    '2026-02-31',
    '2026-10-01T09:00',
    '2026-13-01',
    '2026-10-01T25:00Z',
  ]) {
    expect(intervalOf(wrong, '2026-11-01'), wrong).toEqual({ wrong: expect.stringMatching(/^from is .*2026-10-01/) });
    expect(intervalOf('2026-10-01', wrong), wrong).toEqual({ wrong: expect.stringMatching(/^to is .*2026-10-01/) });
  }
  expect(intervalOf('2026-10-01', '2026-10-01')).toEqual({ wrong: expect.stringContaining('is not before') });
});
