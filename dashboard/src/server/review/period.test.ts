import { expect, test } from 'vitest';
import { periodOf } from './period.ts';

test('two days are a period of whole local days, the last one not among them', () => {
  expect(periodOf('2026-11-01', '2026-12-01', 'Asia/Riyadh')).toEqual({
    from: Date.UTC(2026, 9, 31, 21),
    to: Date.UTC(2026, 10, 30, 21),
  });
});

test('an instant has a zone of its own', () => {
  expect(periodOf('2026-11-01T09:00:00+01:00', '2026-11-02', 'UTC')).toEqual({
    from: Date.UTC(2026, 10, 1, 8),
    to: Date.UTC(2026, 10, 2),
  });
});

test.each([
  [undefined, '2026-12-01', 'UTC', 'from', 'missing'],
  ['yesterday', '2026-12-01', 'UTC', 'from', '"yesterday"'],
  ['2026-02-31', '2026-12-01', 'UTC', 'from', '"2026-02-31"'],
  ['2026-11-01T09:00', '2026-12-01', 'UTC', 'from', '"2026-11-01T09:00"'],
  ['2026-11-01', '', 'UTC', 'to', '""'],
  ['2026-11-01', '2026-11-01', 'UTC', 'to', 'does not lie after'],
  ['2026-11-01', '2026-12-01', 'Riyadh', 'tz', '"Riyadh"'],
])('from %s to %s in %s is refused for its %s', (from, to, zone, refused, reason) => {
  expect(periodOf(from, to, zone)).toEqual({
    refused,
    reason: expect.stringContaining(reason),
    remedy: expect.stringContaining(' '),
  });
});
