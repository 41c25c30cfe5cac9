import type { CompiledRouting } from '../../contract/routing.ts';

/**
 * When a heartbeat may be sent: all lanes have come to that instant, so that each of them, the fold that says it, and the
 * hook that carries it had to work. State is JSON.
 */
export class Heartbeat {
  private readonly lanes: number;
  /** By lane, how far it has come, ms UTC. */
  private readonly beats = new Map<number, number>();
  /** The instant of the last heartbeat. */
  private last = 0;
  private n = 0;

  /** @param lanes how many there are. */
  constructor(lanes: number) {
    this.lanes = lanes;
  }

  /** A lane has come so far. Answers the heartbeat that may be sent now, if there is one. */
  take(lane: number, at: number, routing: CompiledRouting | null): { readonly at: number; readonly n: number } | null {
    this.beats.set(lane, Math.max(at, this.beats.get(lane) ?? 0));
    if (this.beats.size < this.lanes || !routing?.heartbeat) return null;
    const { everyMs } = routing.heartbeat;
    const slot = Math.floor(Math.min(...this.beats.values()) / everyMs) * everyMs;
    if (slot <= this.last) return null;
    this.last = slot;
    return { at: slot, n: this.n++ };
  }

  toJSON(): { readonly beats: readonly (readonly [number, number])[]; readonly last: number; readonly n: number } {
    return { beats: [...this.beats], last: this.last, n: this.n };
  }

  restore({ beats, last, n }: ReturnType<Heartbeat['toJSON']>): void {
    for (const [lane, at] of beats) this.beats.set(lane, at);
    this.last = last;
    this.n = n;
  }
}
