import type { Chains } from './chains.ts';

/** With so much waiting the hook stops reading; it goes on when half of it is gone. */
const MOST_WAITING = 5_000;
const MOST_BYTES = 32 * 1024 * 1024;

/** Bounded memory: the log waits for a hook that cannot keep up, and only for this one. */
export class Fullness {
  isFull = false;
  private readonly chains: Chains;
  private readonly flow: (open: boolean) => void;

  /** @param flow whether the log should go on handing over notifications. */
  constructor(chains: Chains, flow: (open: boolean) => void) {
    this.chains = chains;
    this.flow = flow;
  }

  look(): void {
    const filled = Math.max(this.chains.size / MOST_WAITING, this.chains.bytes / MOST_BYTES);
    if (!this.isFull && filled >= 1) {
      this.isFull = true;
      this.flow(false);
    } else if (this.isFull && filled <= 0.5) {
      this.isFull = false;
      this.flow(true);
    }
  }
}
