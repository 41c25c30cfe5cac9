import { describe, expect, test } from 'vitest';
import { engineAccount, oracleAccount } from '../support/clock-accounts.ts';
import type { PaperCalendar, PaperTarget } from '../support/oracles/clock/paper.ts';
import { event, hours, minutes, OFFICE, policy, promise, tell } from '../support/paper-story.ts';

/** Starts on awkward instants: each timeline is told to the oracle and to the engine. Instants are UTC. */

const DAILY = (open: string, close: string, over: Partial<PaperCalendar>): PaperCalendar => ({
  ...{ zone: 'UTC', from: '2026-01-01', days: 20, holidays: [], exceptions: {} },
  week: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, [[open, close] as const]])),
  ...over,
});

/** In Prague the night of 2026-03-29 has no 02:00 to 03:00, and that of 2026-10-25 has it twice. */
const calendars: Readonly<Record<string, PaperCalendar>> = {
  office: OFFICE,
  nights: DAILY('00:00', '24:00', {}),
  spring: DAILY('01:00', '04:00', { zone: 'Europe/Prague', from: '2026-03-25', days: 8 }),
  autumn: DAILY('01:00', '04:00', { zone: 'Europe/Prague', from: '2026-10-21', days: 8 }),
};

const counting = (target: PaperTarget, over = {}) =>
  policy(promise({ rows: [{ name: 'all', team: 'x', target }], ...over }), { calendars });
const working = (calendar: string, ms: number): PaperTarget => ({ kind: 'working', calendar, ms });

describe.each([
  ['the oracle', oracleAccount],
  ['the engine', engineAccount],
])('%s says that', (_, account) => {
  /** When a clock that starts at an instant is due, from its line. */
  const due = (target: PaperTarget, start: string): string => {
    const [line] = tell(account, counting(target), event('ticket.created', start)).clocks;
    return /due ([^,]+),/.exec(line!)![1]!;
  };

  test('a start on a holiday counts from the next opening', () => {
    // Epiphany is free here; Wednesday opens at 09:00.
    expect(due(working('office', hours(2)), '01-06 11:00')).toBe('01-07 11:00');
  });

  test('a start on a closing time counts from the next opening, and a deadline on one stays there', () => {
    expect(due(working('office', hours(1)), '01-07 18:00')).toBe('01-08 10:00');
    expect(due(working('office', hours(1)), '01-07 17:00')).toBe('01-07 18:00');
    expect(due(working('office', hours(1)), '01-07 17:00:00.001')).toBe('01-08 09:00:00.001');
    // Friday evening to Monday.
    expect(due(working('office', minutes(30)), '01-09 20:00')).toBe('01-12 09:30');
  });

  test('24:00 is the 00:00 of the next day, with nothing in between', () => {
    expect(due(working('nights', hours(2)), '01-05 23:00')).toBe('01-06 01:00');
    expect(due(working('nights', hours(1)), '01-05 23:00')).toBe('01-06 00:00');
    expect(due(working('nights', hours(48)), '01-06 00:00')).toBe('01-08 00:00');
  });

  test('an hour that does not happen is not worked', () => {
    // 01:30 in Prague: half an hour until 02:00, which is 03:00 at once, and an hour from there to the closing.
    expect(due(working('spring', minutes(90)), '2026-03-29 00:30')).toBe('03-29 02:00');
    expect(due(working('spring', hours(2)), '2026-03-29 00:30')).toBe('03-29 23:30');
  });

  test('an hour that happens twice is worked twice', () => {
    // 01:30 in Prague, summer time; 04:00 comes three hours and a half later.
    expect(due(working('autumn', minutes(210)), '2026-10-24 23:30')).toBe('10-25 03:00');
    // Within the first and within the second of the two hours.
    expect(due(working('autumn', hours(1)), '2026-10-25 00:30')).toBe('10-25 01:30');
    expect(due(working('autumn', hours(1)), '2026-10-25 01:30')).toBe('10-25 02:30');
  });

  test('one business day has its three readings', () => {
    const day = (reading: 'same-time' | 'hours' | 'end-of-day'): PaperTarget => ({
      ...{ kind: 'business-days', calendar: 'office', days: 1, reading },
    });
    // Monday 15:00, and Tuesday is free.
    expect(due(day('same-time'), '01-05 15:00')).toBe('01-07 15:00');
    expect(due(day('hours'), '01-05 15:00')).toBe('01-07 15:00');
    expect(due(day('end-of-day'), '01-05 15:00')).toBe('01-07 18:00');
    // Before opening and after closing it begins with the opening.
    expect(due(day('same-time'), '01-07 07:00')).toBe('01-08 09:00');
    expect(due(day('hours'), '01-07 20:00')).toBe('01-08 18:00');
  });

  test('prime time has its own row, from opening to closing', () => {
    const rows = [
      {
        ...{ name: 'prime', team: 'x', starts: { calendar: 'office', within: true } },
        target: { kind: 'elapsed' as const, ms: hours(1) },
      },
      { name: 'else', team: 'x', target: { kind: 'elapsed' as const, ms: hours(4) } },
    ];
    const row = (start: string): string => {
      const [line] = tell(account, policy(promise({ rows })), event('ticket.created', start)).clocks;
      return /row (.*)$/.exec(line!)![1]!;
    };
    expect(['01-07 08:59:59.999', '01-07 09:00', '01-07 17:59:59.999', '01-07 18:00', '01-06 12:00'].map(row)).toEqual([
      ...['else', 'prime', 'prime', 'else', 'else'],
    ]);
  });
});
