import { expect, it } from 'vitest';
import { timelineOf } from './timeline-of.ts';

const ledger = [
  { from: 1_000, to: 2_000, kind: 'counted' },
  { from: 2_000, to: 2_001, kind: 'paused' },
  { from: 2_001, to: 3_000, kind: 'off-hours' },
] as const;

it('holds all of the ledger and the deadline, to scale, and nothing is too narrow to be seen', () => {
  const { from, to, bars, due, now } = timelineOf(ledger, 5_000, 3_000)!;
  expect([from, to, due, now]).toEqual([1_000, 5_000, 1_000, 500]);
  expect(bars[0]).toEqual({ kind: 'counted', x: 0, width: 250 });
  expect(bars[1]).toEqual({ kind: 'paused', x: 250, width: 2 });
});

it('ends with the ledger where there is no deadline, and is nothing without a ledger', () => {
  expect(timelineOf(ledger, null, null)).toMatchObject({ to: 3_000, due: null, now: null });
  expect(timelineOf([], 5_000, 1_000)).toBeNull();
});
