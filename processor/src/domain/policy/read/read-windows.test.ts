import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compiledKpi, refusedKpi } from '../../../../../test/support/kpi-pack.ts';
import type { WindowSpan } from '../compiled-kpi.ts';
import { windowInWords } from '../describe/window-in-words.ts';
import { parseWindow } from './read-window.ts';

const windowsOf = (windows: string) => compiledKpi({ windows }).windows;

describe('a window', () => {
  it.each<[string, string, WindowSpan]>([
    ['7 days', '7d', { kind: 'days', days: 7, lag: 0 }],
    ['last 7 days', '7d', { kind: 'days', days: 7, lag: 0 }],
    ['1 day ending today', '1d', { kind: 'days', days: 1, lag: 0 }],
    ['14 days ending 7 days ago', '14d-7', { kind: 'days', days: 14, lag: 7 }],
    ['30 days ending yesterday', '30d-1', { kind: 'days', days: 30, lag: 1 }],
    ['"7 days, both ends included"', '8d', { kind: 'days', days: 8, lag: 0 }],
    ['1 month ending yesterday', '1m-1', { kind: 'months', months: 1, lag: 1, inclusive: false }],
    ['"1 month ending yesterday, both ends included"', '1m-1i', { kind: 'months', months: 1, lag: 1, inclusive: true }],
    ['3 months', '3m', { kind: 'months', months: 3, lag: 0, inclusive: false }],
    ['this week', 'week', { kind: 'week', back: 0, lag: 0, first: 'monday' }],
    ['this week from sunday', 'week-sunday', { kind: 'week', back: 0, lag: 0, first: 'sunday' }],
    ['previous week', 'previous-week', { kind: 'week', back: 1, lag: 0, first: 'monday' }],
    ['previous week from sunday', 'previous-week-sunday', { kind: 'week', back: 1, lag: 0, first: 'sunday' }],
    ['this month', 'month', { kind: 'month', back: 0, lag: 0 }],
    ['this month ending yesterday', 'month-1', { kind: 'month', back: 0, lag: 1 }],
    ['previous month', 'previous-month', { kind: 'month', back: 1, lag: 0 }],
  ])('%s', (text, name, span) => {
    expect(windowsOf(`[${text}]`)).toEqual([{ name, span }]);
  });

  it.each([
    ['7 dyas', '"7 dyas" is no window.'],
    ['previous month ending yesterday', '"previous month ending yesterday" is no window.'],
    ['this month from sunday', '"this month from sunday" is no window.'],
    ['0 days', 'This window has no day. | a number of days such as `7 days`'],
    ['25 months', '25 months are more than KPIs are kept for. | `24 months` at most'],
    ['7 days ending 400 days ago', 'A window that ended 400 days ago tells nobody how it stands. | 366 days at most'],
  ])('%s is none', (text, expected) => {
    const [first, ...others] = refusedKpi({ windows: `[30 days, ${text}]`, rings: `[${text}]` });
    expect(first).toContain(`windows[1]: ${expected}`);
    // It is told once, where it is stated.
    expect(others).toEqual([]);
  });

  it('is read again from its words', () => {
    const lag = fc.integer({ min: 0, max: 366 });
    const back = fc.integer({ min: 0, max: 1 });
    const running = (span: { back: number; lag: number }): boolean => span.back === 0 || span.lag === 0;
    const span: fc.Arbitrary<WindowSpan> = fc.oneof(
      fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 999 }), lag }),
      fc.record({
        kind: fc.constant('months' as const),
        months: fc.integer({ min: 1, max: 24 }),
        lag,
        inclusive: fc.boolean(),
      }),
      fc
        .record({ kind: fc.constant('week' as const), back, lag, first: fc.constantFrom('monday', 'sunday') })
        .filter(running),
      fc.record({ kind: fc.constant('month' as const), back, lag }).filter(running),
    );
    fc.assert(
      fc.property(span, (each) => {
        expect(parseWindow(windowInWords({ span: each }))).toEqual(each);
      }),
    );
  });
});

describe('the windows of a KPI', () => {
  it('ring and judge as they are told, in any spelling', () => {
    const windows = '[7 days, this month, previous month]';
    const told = { windows, rings: '[this month, last 7 days]', judged: 'previous month', settles: '14 days' };
    expect(compiledKpi(told)).toMatchObject({
      rings: ['month', '7d'],
      judged: 'previous-month',
      settles: 14,
    });
    expect(compiledKpi({ windows, rings: '[]' }).rings).toEqual([]);
  });
  it.each([
    [{ windows: undefined }, 'windows: `windows` is missing. | windows such as `[7 days, this month, previous month]`'],
    [{ window: '7 days' }, 'window: `window` stands here, and `windows` too. | all of them under `windows`'],
    [{ windows: '[7 days, last 7 days]' }, 'windows[1]: "last 7 days" stands here twice. | it once'],
    [{ windows: '[]' }, 'windows: A list does not fit here. | at least one window'],
    [
      { windows: '[7 days, this month]', rings: '[30 days]' },
      'rings[0]: "30 days" is no window of this KPI. | `7 days` or `this month`',
    ],
    [{ rings: '[7 days, 7 days]' }, 'rings[1]: "7 days" stands here twice. | it once'],
    [{ judged: 'previous month' }, 'judged: "previous month" is no window of this KPI. | `7 days`'],
    [{ settles: 'a week' }, 'settles: "a week" is no number of days. | a number of days such as `7 days`'],
    [{ settles: '400 days' }, 'settles: 400 days never settle. | `366 days` at most'],
  ])('refuses %j', (over, expected) => {
    expect(refusedKpi(over as Record<string, string>)).toEqual([expected]);
  });
  it('names only windows that it could read', () => {
    expect(refusedKpi({ windows: '[7 days, fortnight]', judged: 'last month' })).toContain(
      'judged: "last month" is no window of this KPI. | `7 days`',
    );
  });
});
