const MINUTE = 60_000;

/** The posts of the last minute at one hook: how many more it may get now, and from when on again. */
export class PostWindow {
  /** Instants of posts, ms UTC, oldest first. */
  posts: number[] = [];

  left(perMinute: number, at: number): number {
    const since = this.posts.findIndex((post) => post > at - MINUTE);
    this.posts = since < 0 ? [] : this.posts.slice(since);
    return perMinute - this.posts.length;
  }

  take(at: number): void {
    this.posts.push(at);
  }

  /** Until when it may get no more, ms UTC; in the past if it may. */
  fullUntil(perMinute: number): number {
    return this.posts.length < perMinute ? 0 : this.posts[0]! + MINUTE;
  }
}
