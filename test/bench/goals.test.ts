import { expect, test } from 'vitest';
import { figureAt, PLAN, type Told } from './goals.ts';

const lines = (bench: string, told: Told): (string | undefined)[] =>
  PLAN.find((planned) => planned.bench === bench)!.goals.map(({ measured }) => measured(told));

test('no run is planned twice', () => {
  for (const size of ['quick', 'full'] as const) {
    const runs = PLAN.map((planned) => [planned.bench, ...planned[size]].join(' '));
    expect(new Set(runs).size).toBe(runs.length);
  }
});

test('a figure is found by its path, and what is not there is not made up', () => {
  const told = { toFrame: { p99: 120 }, kind: 'x', list: [1] };
  expect(figureAt(told, 'toFrame.p99')).toBe(120);
  expect(figureAt(told, 'kind')).toBe('x');
  expect(figureAt(told, 'toFrame.p50')).toBeUndefined();
  expect(figureAt(told, 'toFrame.p99.more')).toBeUndefined();
});

test('a line says the figures of its bench', () => {
  expect(lines('drilldown', { orders: 10_000_000, p50: 40, p95: 130 })).toEqual(['p50 40, p95 130 ms at 10,000,000']);
});

test('a bench that does not tell a figure has no line for it', () => {
  expect(lines('drilldown', { orders: 10_000_000, p50: 40 })).toEqual([undefined]);
});

test('a list of figures is one line, and an empty one none', () => {
  const fold = [
    { open: 100_000, nsAnEvent: 4_000, ratio: 1 },
    { open: 1_000_000, nsAnEvent: 4_400, ratio: 1.1 },
  ];
  expect(lines('scaling', { fold, kafka: [] })).toEqual(['100,000: 4,000 ns, 1; 1,000,000: 4,400 ns, 1.1', undefined]);
});
