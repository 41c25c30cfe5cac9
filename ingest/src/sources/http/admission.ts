/**
 * How much may be under way at once. Beyond it senders are told to wait (429), so that a slow log fills neither memory
 * nor patience: what was taken is answered in time, what was not taken is still at its sender.
 */
export class Admission {
  readonly #mostBytes: number;
  readonly #slowAfterMs: number;
  readonly #slowness: () => number;
  #bytes = 0;
  #requests = 0;
  #idle: (() => void)[] = [];

  /**
   * @param mostBytes bodies under way; a single one is admitted however large.
   * @param slowness how long the longest waiting append has waited, ms.
   */
  constructor(options: { mostBytes: number; slowAfterMs: number; slowness: () => number }) {
    this.#mostBytes = options.mostBytes;
    this.#slowAfterMs = options.slowAfterMs;
    this.#slowness = options.slowness;
  }

  /** @returns undefined when there is no room. */
  enter(bytes: number): Room | undefined {
    if (this.#requests > 0 && !this.#fits(bytes)) return undefined;
    if (this.#slowness() > this.#slowAfterMs) return undefined;
    this.#bytes += bytes;
    this.#requests += 1;
    let held = bytes;
    let left = false;
    return {
      grow: (to) => {
        const more = Math.max(0, to - held);
        if (this.#requests > 1 && !this.#fits(more)) return false;
        this.#bytes += more;
        held += more;
        return true;
      },
      leave: () => {
        if (left) return;
        left = true;
        this.#bytes -= held;
        this.#requests -= 1;
        if (this.#requests === 0) for (const go of this.#idle.splice(0)) go();
      },
    };
  }

  #fits(bytes: number): boolean {
    return this.#bytes + bytes <= this.#mostBytes;
  }

  /** Resolves once nothing is under way. */
  idle(): Promise<void> {
    return this.#requests === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }
}

/** What one request takes up, until the log has answered it. */
export interface Room {
  /** A body that did not announce its length turns out to have this many bytes so far; false: there is no room. */
  grow(to: number): boolean;
  leave(): void;
}
