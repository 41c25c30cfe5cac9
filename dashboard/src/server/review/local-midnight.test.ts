import { describe, expect, test } from 'vitest';
import { localDate, localMidnight } from './local-midnight.ts';

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

describe('a local day begins', () => {
  test.each([
    ['UTC', '2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['Asia/Riyadh', '2026-11-01', '2026-10-31T21:00:00.000Z'],
    ['America/St_Johns', '2026-07-01', '2026-07-01T02:30:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-01', '2026-10-31T10:00:00.000Z'],
    // Clocks are changed later that day, or were the day before.
    ['Europe/Prague', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Prague', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Europe/Prague', '2026-10-26', '2026-10-25T23:00:00.000Z'],
    // Midnight itself is left out: the day begins at one.
    ['Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00.000Z'],
    // It comes twice: the day begins the first time.
    ['America/Havana', '2024-11-03', '2024-11-03T04:00:00.000Z'],
  ])('in %s, %s, at %s', (zone, date, instant) => {
    expect(new Date(localMidnight(dayOf(date), zone)).toISOString()).toBe(instant);
  });

  test('where the day before ended, and its first instant lies in it', () => {
    for (const zone of ['Europe/Prague', 'America/New_York', 'Asia/Riyadh', 'Australia/Lord_Howe', 'Asia/Kathmandu']) {
      for (let day = dayOf('2026-01-01'); day < dayOf('2027-01-01'); day++) {
        const begins = localMidnight(day, zone);
        expect(localDate(begins, zone)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
        expect(localDate(begins - 1, zone)).toBe(new Date((day - 1) * 86_400_000).toISOString().slice(0, 10));
      }
    }
  });
});
