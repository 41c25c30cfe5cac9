import type { WallClock } from '@belfry/ingest/contract';
import type { HookCheckpoint } from '../contract/delivery.ts';
import type { HookProgress } from './hook-progress.ts';

/** A checkpoint is written after so many settled notifications, and each minute that moved anything. */
const SETTLED = 500;
const MINUTE = 60_000;
/** After so many records of others as well, and each hour: the log forgets, and nobody may take the hook for a new one. */
const PASSED = 10_000;
const MINUTES_AN_HOUR = 60;

/** Writes down now and then how far a hook has come, so that whoever comes next reads little again. */
export class Checkpoints {
  private readonly hook: string;
  private readonly progress: HookProgress;
  private readonly wallClock: WallClock;
  private readonly write: (checkpoint: HookCheckpoint) => Promise<boolean>;
  private moved = false;
  private settled = 0;
  private writtenNext: number;
  private minutes = 0;
  private cancel: () => void = () => undefined;

  constructor(
    hook: string,
    progress: HookProgress,
    wallClock: WallClock,
    write: (checkpoint: HookCheckpoint) => Promise<boolean>,
  ) {
    this.hook = hook;
    this.progress = progress;
    this.wallClock = wallClock;
    this.write = write;
    this.writtenNext = progress.next ?? 0;
    this.plan();
  }

  /** Something was taken in that waits, or need not wait. */
  noteRead(): void {
    this.moved = true;
  }

  noteSettled(): void {
    this.moved = true;
    this.settled++;
    if (this.settled >= SETTLED) void this.put(false);
  }

  /** Writes down the end; whoever stops waits for it. */
  async close(): Promise<void> {
    this.cancel();
    if (this.moved) await this.put(true);
  }

  /** Writes nothing more: the hook is somebody else's. */
  abandon(): void {
    this.cancel();
  }

  private plan(): void {
    this.cancel = this.wallClock.after(MINUTE, () => {
      this.minutes++;
      const isHour = this.minutes % MINUTES_AN_HOUR === 0;
      if (this.moved || isHour || (this.progress.next ?? 0) - this.writtenNext >= PASSED) void this.put(isHour);
      this.plan();
    });
  }

  private put(whole: boolean): Promise<boolean> {
    const { hook, progress } = this;
    const next = progress.next ?? 0;
    this.moved = false;
    this.settled = 0;
    this.writtenNext = next;
    const pending = [...progress.pending].sort((a, b) => a - b);
    const groups = whole ? { groups: progress.groups.written() } : {};
    return this.write({ hook, of: 'deliveries', next, pending, at: this.wallClock.now(), ...groups });
  }
}
