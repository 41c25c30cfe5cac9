import type { CatchingUp } from '../contract/index.ts';

/** Where one lane of the log `events` stands. */
export interface LaneProgress {
  readonly lane: number;
  readonly nextOffset: number;
  readonly end: number;
  readonly horizon: number;
}

/** A backlog that a busy processor always has: records fetched and not yet applied. */
const USUAL_BACKLOG = 2_000;
/** How long a smaller backlog may stand before it counts, ms. */
const PATIENCE_MS = 5_000;

/**
 * Tells catching up from a normal backlog: many records are waiting, or some have waited for seconds without any being
 * read (the processor stands still). Keeps what it saw last; hand it the lanes about once a second.
 */
export class ProgressWatch {
  private done = -1;
  private moved = 0;

  look(lanes: readonly LaneProgress[], now: number): CatchingUp | null {
    const done = lanes.reduce((sum, lane) => sum + lane.nextOffset, 0);
    const end = lanes.reduce((sum, lane) => sum + Math.max(lane.end, lane.nextOffset), 0);
    if (done !== this.done || done === end) this.moved = now;
    this.done = done;
    const late = end - done > USUAL_BACKLOG || (end > done && now - this.moved >= PATIENCE_MS);
    if (!late) return null;
    const horizons = lanes.filter((lane) => lane.end > lane.nextOffset).map((lane) => lane.horizon);
    const slowest = Math.min(...horizons);
    return { done, end, at: slowest > 0 ? slowest : null };
  }
}
