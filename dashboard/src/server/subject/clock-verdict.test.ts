import type { ExplainedClock, SaidSignal } from '@belfry/processor/contract';
import { describe, expect, test } from 'vitest';
import { byUrgency, retractionOf, verdictOf } from './clock-verdict.ts';

const NOW = 10_000;
const clock = (over: Partial<ExplainedClock>): ExplainedClock =>
  ({
    promise: 'p',
    state: 'running',
    open: true,
    start: 0,
    due: null,
    stop: null,
    remaining: null,
    said: [],
    ...over,
  }) as ExplainedClock;
const said = (kind: string, over: Partial<SaidSignal> = {}): SaidSignal =>
  ({ id: kind, kind, at: 8_000, told: 8_100, reason: '', takenBackBy: null, ...over }) as SaidSignal;

describe('the biggest words', () => {
  test.each<[string, Partial<ExplainedClock>, ReturnType<typeof verdictOf>]>([
    ['runs', { due: 12_500 }, { is: 'due-in', ms: 2_500, at: 12_500 }],
    ['in its grace nothing is left, and it is not broken yet', { due: 9_000 }, { is: 'due-in', ms: 0, at: 9_000 }],
    ['broken', { state: 'breached', due: 9_000 }, { is: 'breached-ago', ms: 1_000, at: 9_000 }],
    ['paused', { state: 'paused', remaining: 700 }, { is: 'paused', ms: 700, at: null }],
    ['kept', { state: 'met', open: false, due: 9_000, stop: 8_000 }, { is: 'met', ms: 1_000, at: 8_000 }],
    ['too late', { state: 'breached', open: false, due: 9_000, stop: 9_500 }, { is: 'met-late', ms: 500, at: 9_500 }],
    ['cancelled', { state: 'cancelled', open: false, stop: 4 }, { is: 'cancelled', ms: null, at: 4 }],
    [
      'cancelled after its deadline',
      { state: 'breached', open: false, due: 3, stop: 4, said: [said('breached'), said('cancelled-late')] },
      { is: 'cancelled', ms: null, at: 4 },
    ],
    ['no time promised', {}, { is: 'no-deadline', ms: null, at: null }],
    ['never began', { state: 'pending', open: false, stop: 4 }, { is: 'pending', ms: null, at: null }],
  ])('%s', (_, over, verdict) => {
    expect(verdictOf(clock(over), NOW)).toEqual(verdict);
  });
});

test('a breach that was taken back is struck through, unless it was told again', () => {
  const back = said('retracted', { id: 'r', told: 9_000, reason: 'shipped in time' });
  const breach = said('breached', { takenBackBy: 'r' });
  expect(retractionOf(clock({ said: [breach, back] }))).toEqual({
    ...{ due: 8_000, saidAt: 8_100, takenBackAt: 9_000, reason: 'shipped in time' },
  });
  expect(retractionOf(clock({ said: [breach, back, said('breached', { id: 'again' })] }))).toBeNull();
  expect(retractionOf(clock({}))).toBeNull();
});

test('the most pressing first', () => {
  const clocks = [
    clock({ promise: 'ended-first', open: false, state: 'met', stop: 1 }),
    clock({ promise: 'ended-last', open: false, state: 'breached', due: 1, stop: 2 }),
    clock({ promise: 'none' }),
    clock({ promise: 'paused', state: 'paused' }),
    clock({ promise: 'later', due: 9 }),
    clock({ promise: 'sooner', due: 8 }),
    clock({ promise: 'broken-last', state: 'breached', due: 7 }),
    clock({ promise: 'broken-first', state: 'breached', due: 6 }),
  ];
  expect(clocks.sort(byUrgency).map(({ promise }) => promise)).toEqual([
    ...['broken-first', 'broken-last', 'sooner', 'later', 'paused', 'none', 'ended-last', 'ended-first'],
  ]);
});
