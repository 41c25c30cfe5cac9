import { DEFAULT_SILENCE, type SourceRule } from '../domain/source/silence-rule.ts';

/** How often a lane says how far it has come, ms. */
const BEAT_MS = 60_000;
/** Where a pack calls shorter silences by name than Belfry does, lanes say it so many times in the shortest of them. */
const BEATS_A_SILENCE = 4;
const LEAST_BEAT_MS = 1_000;

/** How often a lane says how far it has come under these rules, ms. */
export function beatEvery(rules: readonly SourceRule[]): number {
  const shortest = Math.min(...rules.map(({ least }) => least ?? DEFAULT_SILENCE.least), DEFAULT_SILENCE.least);
  return Math.min(BEAT_MS, Math.max(LEAST_BEAT_MS, Math.floor(shortest / BEATS_A_SILENCE)));
}

/** When a lane says that it lives. Inquiries have none: nobody waits for theirs. */
export class Pulse {
  private readonly beats: boolean;
  private last = 0;
  private every = BEAT_MS;

  constructor(beats: boolean) {
    this.beats = beats;
  }

  /** The instant behind which a tick makes it beat, ms UTC. */
  next(): number {
    return this.beats ? this.last + this.every : Number.POSITIVE_INFINITY;
  }

  /** The lane has taken a policy. */
  follow(rules: readonly SourceRule[]): void {
    this.every = beatEvery(rules);
  }

  /** Takes note of a beat, and answers the instant that the lane has come to. */
  take(horizon: number): number {
    this.last = Math.floor(horizon / this.every) * this.every;
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
