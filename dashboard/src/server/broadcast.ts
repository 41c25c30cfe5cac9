import {
  changeBetween,
  type Frame,
  type Heartbeat,
  type Picture,
  type Snapshot,
  type Stamp,
} from '../contract/index.ts';

/** How long changes are gathered into one frame at most, ms. */
export const FRAME_MS = 50;

export interface BroadcastOptions {
  /** Random for each run. */
  readonly server: string;
  readonly build: string;
  readonly now: () => number;
  readonly after: (delayMs: number, call: () => void) => () => void;
  /** Draws the picture as it is now. */
  readonly draw: () => Picture;
  readonly asOf: () => number;
  readonly send: (frame: Frame) => void;
}

/**
 * Turns a picture that changes into a sequence of frames. The first change after a silence goes out at once, those that
 * follow within 50 ms go together: a breach is never held back by more than that, and a storm costs 20 frames a second.
 */
export class Broadcast {
  private readonly options: BroadcastOptions;
  private seq = 0;
  private shown: Picture;
  private lastFrame = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | undefined;

  constructor(options: BroadcastOptions) {
    this.options = options;
    this.shown = options.draw();
  }

  /** The picture to begin with: everything up to now is in it, and was never a frame. */
  begin(): Snapshot {
    this.shown = this.options.draw();
    return this.snapshot();
  }

  /** Something that walls show may have changed. */
  touch(): void {
    if (this.cancel) return;
    const wait = this.lastFrame + FRAME_MS - this.options.now();
    if (wait <= 0) this.flush();
    else this.cancel = this.options.after(wait, () => this.flush());
  }

  /** The whole picture under the last sequence number: what is due is sent first. */
  snapshot(): Snapshot {
    this.flush();
    return { ...this.stamp(), build: this.options.build, picture: this.shown };
  }

  heartbeat(): Heartbeat {
    return this.stamp();
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private flush(): void {
    this.cancel?.();
    this.cancel = undefined;
    const picture = this.options.draw();
    const change = changeBetween(this.shown, picture);
    if (change === null) return;
    this.shown = picture;
    this.seq += 1;
    this.lastFrame = this.options.now();
    this.options.send({ ...this.stamp(), change });
  }

  private stamp(): Stamp {
    const { server, now, asOf } = this.options;
    return { server, seq: this.seq, now: now(), asOf: asOf() };
  }
}
