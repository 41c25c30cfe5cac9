/** One event on its way: as a line of JSON, with its place. */
export interface Sendable {
  readonly text: string;
  readonly place: number;
}

/** One request holds at most so many events and characters: an answer soon, and a small loss when it must be repeated. */
const BATCH_EVENTS = 1_000;
const BATCH_CHARS = 512 * 1024;
/** A lane takes no more while this much waits in it. */
const WAITING_CHARS = 2 * BATCH_CHARS;

/**
 * Sends events one request after the other: what arrives while one is under way goes into the next. The events of one
 * subject share a lane, so that they reach the log in the order in which they were given.
 */
export class SendLane {
  readonly #post: (batch: readonly Sendable[]) => Promise<void>;
  #waiting: Sendable[] = [];
  #chars = 0;
  #running: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #drained: (() => void)[] = [];

  constructor(post: (batch: readonly Sendable[]) => Promise<void>) {
    this.#post = post;
  }

  /** Resolves once the lane has room for more. Rejects with what ended the lane. */
  async feed(event: Sendable): Promise<void> {
    this.#throwIfFailed();
    this.#waiting.push(event);
    this.#chars += event.text.length;
    this.#running ??= this.#run();
    while (this.#chars > WAITING_CHARS && !this.#failure) {
      await new Promise<void>((resolve) => this.#drained.push(resolve));
    }
    this.#throwIfFailed();
  }

  /** Resolves once everything fed has a verdict. */
  async finish(): Promise<void> {
    await this.#running;
    this.#throwIfFailed();
  }

  async #run(): Promise<void> {
    // A turn of the loop first, so that what is fed together is sent together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    try {
      while (this.#waiting.length > 0) {
        await this.#post(this.#take());
        for (const go of this.#drained.splice(0)) go();
      }
    } catch (error) {
      this.#failure = { error };
    }
    this.#running = undefined;
    for (const go of this.#drained.splice(0)) go();
  }

  #take(): Sendable[] {
    let count = 0;
    let chars = 0;
    for (const { text } of this.#waiting) {
      if (count > 0 && (count === BATCH_EVENTS || chars + text.length > BATCH_CHARS)) break;
      count += 1;
      chars += text.length;
    }
    this.#chars -= chars;
    return this.#waiting.splice(0, count);
  }

  #throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
