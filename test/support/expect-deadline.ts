import { expect } from 'vitest';
import type { PackTimeline } from './pack-timeline.ts';

/** ISO 8601, that much later. */
export const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/**
 * A deadline to the millisecond: an end one before it and at it keeps the promise, one after it breaks it; time alone
 * breaks it once more than the grace of two seconds has passed, and not before.
 * @param begin a timeline on which the clock runs.
 * @param end what keeps the promise, at an instant.
 */
export function expectDeadline(
  promise: string,
  due: string,
  begin: () => PackTimeline,
  end: (line: PackTimeline, at: string) => PackTimeline,
  cycle = 1,
): void {
  const stateOf = (line: PackTimeline): string => line.clock(promise, cycle).state;
  const own = (line: PackTimeline): string[] => line.said(promise).filter((each) => / (deadline|stop) /.test(each));

  expect(new Date(begin().clock(promise, cycle).due ?? Number.NaN).toISOString()).toBe(due);
  expect(stateOf(end(begin(), later(due, -1)))).toBe('met');
  expect(stateOf(end(begin(), due))).toBe('met');

  const late = end(begin(), later(due, 1));
  expect(stateOf(late)).toBe('breached');
  expect(own(late)).toEqual([`breached deadline ${due}`, `met-late stop ${later(due, 1)}`]);

  expect(own(begin().tick(later(due, 2000)))).toEqual([]);
  expect(own(begin().tick(later(due, 2001)))).toEqual([`breached deadline ${due}`]);
}
