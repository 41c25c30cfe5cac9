/** Chunks of so many bytes in all are kept. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Memory that was written, stored and given back, for what is written next. A batch of many megabytes a second in ever new
 * memory costs the system its pages, and makes the garbage collector run for what is not even its own.
 */
export class SpareChunks {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  /** A chunk of so many bytes at least, with whatever stands in it. */
  take(bytes: number): Buffer {
    const at = this.#chunks.findIndex(({ length }) => length >= bytes);
    if (at < 0) return Buffer.allocUnsafeSlow(bytes);
    const chunk = this.#chunks.splice(at, 1)[0]!;
    this.#bytes -= chunk.length;
    return chunk;
  }

  /** Keeps the memory of what was taken, or of parts of it, if there is not too much already. */
  giveBack(taken: readonly Buffer[]): void {
    for (const { buffer } of taken) {
      if (this.#bytes + buffer.byteLength > MOST_BYTES) continue;
      this.#chunks.push(Buffer.from(buffer));
      this.#bytes += buffer.byteLength;
    }
  }
}
