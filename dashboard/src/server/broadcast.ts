import {
  applyChange,
  type Change,
  changeBetween,
  type Frame,
  type Heartbeat,
  type Picture,
  type Snapshot,
  type Stamp,
} from '../contract/index.ts';
import { type Part, pacesOf, partsOf } from './frame-parts.ts';

/** How long lies between two frames, and between two looks at a picture that changes, at least, ms. */
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
 * Turns a picture that changes into a sequence of frames. The first change after a silence goes out at once, and whole. Under
 * a stream, each part of the picture has its own pace (`frame-parts.ts`): what is not due yet waits and is told as it is
 * then, so that a thousand walls cost what can be seen and not what happens.
 */
export class Broadcast {
  private readonly options: BroadcastOptions;
  private seq = 0;
  private shown: Picture;
  /** When a look at the picture last found something different. */
  private lookedAt = Number.NEGATIVE_INFINITY;
  /** When each part was told last. */
  private readonly told = new Map<Part, number>();
  /** The next look at the picture, if one is due. */
  private waiting: { readonly at: number; readonly cancel: () => void } | undefined;

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
    const { now } = this.options;
    const at = this.lookedAt + FRAME_MS;
    if (at <= now()) this.look(false);
    else this.lookAt(at);
  }

  /** The whole picture under the last sequence number: what waits is sent first. */
  snapshot(): Snapshot {
    this.look(true);
    return this.asTold();
  }

  /** The picture that every wall has, for one that joins them: it follows by the same frames, and costs the others none. */
  asTold(): Snapshot {
    return { ...this.stamp(), build: this.options.build, picture: this.shown };
  }

  heartbeat(): Heartbeat {
    return this.stamp();
  }

  stop(): void {
    this.waiting?.cancel();
    this.waiting = undefined;
  }

  /** Sends what is due, or all that there is, and comes back for the rest. */
  private look(all: boolean): void {
    this.stop();
    const drawn = this.options.draw();
    const change = changeBetween(this.shown, drawn);
    if (change === null) return;
    const now = this.options.now();
    this.lookedAt = now;
    const parts = partsOf(change);
    const paces = pacesOf(parts, drawn.verdict.incidents);
    const dueAt = (part: Part): number => (this.told.get(part) ?? Number.NEGATIVE_INFINITY) + paces.get(part)!;
    const early = [...parts.keys()].filter((part) => !all && dueAt(part) > now);
    // What goes soon goes along with what goes now: a frame costs more than what is in it.
    const late = early.length < parts.size ? early.filter((part) => dueAt(part) > now + FRAME_MS) : early;
    const due = [...parts].filter(([part]) => !late.includes(part));
    for (const [part] of due) this.told.set(part, now);
    if (due.length > 0) this.send(merged(due.map(([, partial]) => partial)));
    if (late.length > 0) this.lookAt(Math.min(...late.map(dueAt)));
  }

  private send(change: Change): void {
    this.shown = applyChange(this.shown, change);
    this.seq += 1;
    this.options.send({ ...this.stamp(), change });
  }

  private lookAt(at: number): void {
    if (this.waiting && this.waiting.at <= at) return;
    this.waiting?.cancel();
    const { now, after } = this.options;
    this.waiting = { at, cancel: after(at - now(), () => this.look(false)) };
  }

  private stamp(): Stamp {
    const { server, now, asOf } = this.options;
    return { server, seq: this.seq, now: now(), asOf: asOf() };
  }
}

/** Parts of one change together: no two name the same field, but of the verdict. */
const merged = (parts: readonly Change[]): Change => {
  const verdicts = parts.flatMap(({ verdict }) => verdict ?? []);
  const verdict = verdicts.length > 0 && { verdict: Object.assign({}, ...verdicts) };
  return Object.assign({}, ...parts, verdict);
};
