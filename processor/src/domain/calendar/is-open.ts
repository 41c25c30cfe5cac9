import type { CompiledCalendar } from '../policy/compiled.ts';
import { MINUTE_MS } from './zone.ts';

/**
 * Whether an instant (ms UTC) is working time, for whoever asks too seldom to keep an index. Beyond what was compiled nothing
 * is known to be working time.
 */
export function isOpen({ spans }: CompiledCalendar, at: number): boolean {
  let low = 0;
  let high = spans.length;
  // How many of the openings and closings lie at or before the instant: an odd number, and it is open.
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans[middle]! * MINUTE_MS <= at) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}
