import { describe, expect, it } from 'vitest';
import { percent } from '../../contract/kpi-words.ts';
import { age, timeLeft, timeOver } from './duration.ts';
import { count, limit, subjectName } from './number.ts';
import { promiseName } from './promise-name.ts';
import { timeOfDay } from './time.ts';

describe('time left and over', () => {
  it.each([
    [42_000, '0:42'],
    [41_001, '0:42'],
    [1, '0:01'],
    [0, '0:00'],
    [-5_000, '0:00'],
    [59 * 60_000 + 59_000, '59:59'],
    [3_600_000, '1 h 00'],
    [26.5 * 3_600_000, '1 d 2 h'],
  ])('%i ms is %s', (ms, text) => expect(timeLeft(1_000_000 + ms, 1_000_000)).toBe(text));

  it('never says that more has passed than has', () => {
    expect(timeOver(1_000, 1_999)).toBe('+0:00');
    expect(timeOver(1_000, 2_000)).toBe('+0:01');
    expect(age(179_999)).toBe('2 min');
  });
});

describe('numbers', () => {
  it('cuts a rate, so that 89.96 % never reads as the 90 % that it misses', () => {
    expect([0.8996, 0.9, 1, 0.29, 0.999_999].map((rate) => percent(rate))).toEqual([
      '89.9',
      '90.0',
      '100',
      '29.0',
      '99.9',
    ]);
  });

  it('rounds up a rate of what goes wrong, so that 1.501 % never reads as the 1.5 % that it exceeds', () => {
    expect([0.015_01, 0.015, 0, 0.000_1, 1].map((rate) => percent(rate, 'low'))).toEqual([
      '1.51',
      '1.50',
      '0',
      '0.01',
      '100',
    ]);
  });

  it('reads a promise by its name', () => {
    expect(['mall/ship-confirmation', 'oto/tickets'].map(promiseName)).toEqual(['Ship confirmation', 'Tickets']);
  });

  it('shows limits as written and counts that fit', () => {
    expect([0.9, 0.9995].map(limit)).toEqual(['90 %', '99.95 %']);
    expect([0, 12_345, 123_456].map(count)).toEqual(['0', '12,345', '123k']);
    expect(subjectName('order/8812~p17')).toBe('8812~p17');
  });
});

describe('times of day', () => {
  it('are those of the wall’s zone, with the day when it is another', () => {
    const time = timeOfDay('Asia/Riyadh');
    const now = Date.UTC(2026, 10, 23, 14, 32, 7);
    expect(time.seconds(now)).toBe('17:32:07');
    expect(time.near(Date.UTC(2026, 10, 23, 20, 59), now)).toBe('23:59');
    expect(time.near(Date.UTC(2026, 10, 23, 21, 30), now)).toBe('Tue 00:30');
    expect(time.near(Date.UTC(2026, 11, 24, 9, 0), now)).toBe('24 Dec 12:00');
  });
});
