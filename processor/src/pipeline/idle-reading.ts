import type { WallClock } from '@belfry/ingest/contract';
import type { Lane } from './lane.ts';

/** So often it is seen whether there is time. With what is read each time that is a tenth of a core at most, ms. */
const EVERY_MS = 20;
const SLICE_MS = 2;
/** In one go at most, also by a clock that stands still. */
const READS_A_SLICE = 8;

export interface IdleReadingOptions {
  readonly wallClock: WallClock;
  /** Whether records wait to be applied: those come first. */
  readonly isBusy: () => boolean;
  /** What the lane has read may be due earlier than its rows said. */
  readonly onRead: (lane: Lane) => void;
  readonly onFatal: (error: Error) => void;
}

/**
 * Reads what recovery left unread, while nobody waits: a million rows take eight seconds of a core, which whoever has just
 * taken lanes over needs to catch up and to ring what is late.
 */
export class IdleReading {
  private readonly options: IdleReadingOptions;
  private readonly unread = new Set<Lane>();
  private cancelTimer: (() => void) | undefined;

  constructor(options: IdleReadingOptions) {
    this.options = options;
  }

  /** A lane was taken over. */
  add(lane: Lane): void {
    if (lane.fold.readOn?.() !== true) return;
    this.unread.add(lane);
    this.plan();
  }

  forget(lane: Lane): void {
    this.unread.delete(lane);
  }

  stop(): void {
    this.unread.clear();
    this.cancelTimer?.();
  }

  private plan(): void {
    if (this.unread.size > 0) this.cancelTimer ??= this.options.wallClock.after(EVERY_MS, () => this.look());
  }

  private look(): void {
    this.cancelTimer = undefined;
    const [lane] = this.unread;
    if (lane === undefined) return;
    try {
      if (!this.options.isBusy()) this.read(lane);
      this.plan();
    } catch (error) {
      this.options.onFatal(error as Error);
    }
  }

  private read(lane: Lane): void {
    const { wallClock, onRead } = this.options;
    const until = wallClock.now() + SLICE_MS;
    let isMore = true;
    for (let n = 0; isMore && n < READS_A_SLICE && wallClock.now() < until; n++) isMore = lane.fold.readOn!();
    if (!isMore) this.unread.delete(lane);
    onRead(lane);
  }
}
