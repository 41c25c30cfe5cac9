/** How often a lane says how far it has come, ms. */
const BEAT_MS = 60_000;

/** When a lane says that it lives. Replays and inquiries have none: nobody waits for theirs. */
export class Pulse {
  private readonly beats: boolean;
  private last = 0;

  constructor(beats: boolean) {
    this.beats = beats;
  }

  /** The instant behind which a tick makes it beat, ms UTC. */
  next(): number {
    return this.beats ? this.last + BEAT_MS : Number.POSITIVE_INFINITY;
  }

  /** Takes note of a beat, and answers the instant that the lane has come to. */
  take(horizon: number): number {
    this.last = Math.floor(horizon / BEAT_MS) * BEAT_MS;
    return horizon;
  }

  /** For the position. */
  extent(): { readonly beat?: number } {
    return this.beats ? { beat: this.last } : {};
  }

  resume(last: number): void {
    this.last = last;
  }
}
