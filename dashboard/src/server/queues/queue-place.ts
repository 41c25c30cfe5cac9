import type { QueueCounts, QueuePlace } from '../../contract/queues-api.ts';
import { HOUR, QUARTER } from '../deadline-book.ts';

/**
 * By how much time is left, of an open clock of the table `clocks`; `{now:Int64}` is ms UTC. Broken is what was judged so: between
 * deadline and grace a clock is due, not breached.
 */
export const PLACE = `multiIf(state = 'breached', 'breached', state = 'paused', 'paused', isNull(due), 'noDeadline',
  due <= {now:Int64} + ${QUARTER}, 'due15', due <= {now:Int64} + ${HOUR}, 'due60', due <= {now:Int64} + ${4 * HOUR}, 'due240', 'later')`;

export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export const noClocks = (): Mutable<QueueCounts> => ({
  ...{ open: 0, breached: 0, due15: 0, due60: 0, due240: 0, later: 0, paused: 0, noDeadline: 0 },
});

export function addClocks(counts: Mutable<QueueCounts>, place: QueuePlace, count: number): void {
  counts.open += count;
  counts[place] += count;
}

/** The most pressing first. */
export function byPressure(a: QueueCounts & { next: number | null }, b: QueueCounts & { next: number | null }): number {
  return (
    b.breached - a.breached ||
    (a.next ?? Number.MAX_SAFE_INTEGER) - (b.next ?? Number.MAX_SAFE_INTEGER) ||
    b.open - a.open
  );
}
