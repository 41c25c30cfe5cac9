/**
 * A bounded memory of what the log has acknowledged, by (source, id). It spares the log retries and equal snapshots, and
 * lets intake say `duplicate`. It is best effort: it forgets the oldest, ends with the process, and two intakes do not
 * share it. The processor judges exactly and counts every event once, whatever this says.
 *
 * History and live events are remembered apart: a held event must not swallow its live twin.
 */
export class RecentlyAcknowledged {
  readonly #most: number;
  #young = new Set<string>();
  #old = new Set<string>();

  /** @param most how many are remembered at least; twice as many at most. */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param key as `keyOf` makes it. */
  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key);
  }

  /** Only what the log has, and only what the processor will not quarantine: that may be sent again when mended. */
  remember(key: string): void {
    if (this.#young.size >= this.#most) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    this.#young.add(key);
  }
}

export interface Identified {
  readonly source: string;
  readonly id: string;
  readonly importid: string | undefined;
}

/** No source, id or import contains a line break (schema.ts). */
export const keyOf = ({ source, id, importid }: Identified): string =>
  importid === undefined ? `${source}\n${id}` : `${source}\n${id}\n${importid}`;
