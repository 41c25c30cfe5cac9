/** Within any span of this length a hook gets no more posts than its limit. */
export const WINDOW_MS = 60_000;

/** How many posts a hook may still get: a window that slides, so that two full minutes never meet at their border. */
export class RateLimit {
  private readonly perMinute: number;
  /** When the posts of the last minute were sent, or answered once they were, oldest first, ms UTC. */
  private readonly sent: number[];

  /** @param lately when posts were sent in an earlier life, oldest first. */
  constructor(perMinute: number, lately: readonly number[] = []) {
    this.perMinute = perMinute;
    this.sent = lately.slice(-perMinute);
  }

  posted(now: number): void {
    this.sent.push(now);
    if (this.sent.length > this.perMinute) this.sent.shift();
  }

  /** The receiver may have got it as late as this: it counts from then on, so that its own count never finds one too many. */
  answered(postedAt: number, now: number): void {
    const place = this.sent.indexOf(postedAt);
    if (place < 0) return;
    this.sent.splice(place, 1);
    this.sent.push(now);
  }

  /** The earliest instant at which one more may go, ms UTC; it may have passed. */
  freeAt(): number {
    return this.sent.length < this.perMinute ? Number.NEGATIVE_INFINITY : this.sent[0]! + WINDOW_MS;
  }
}
