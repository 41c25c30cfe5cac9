/**
 * The deadlines of a lane, earliest first; ties go by subject, so that every owner fires in the same order. A binary
 * heap of the next instant of each subject. A subject that is put again makes its older entry stale; stale entries are
 * dropped when they surface, since finding them would cost more than carrying them.
 */
export class DueQueue {
  private readonly instants: number[] = [];
  private readonly subjects: string[] = [];
  /** For each subject, the instant of its one true entry. */
  private readonly current = new Map<string, number>();

  /** Puts the subject's next instant (ms UTC) in place of what it had; Infinity takes it out. */
  put(subject: string, instant: number): void {
    const known = this.current.get(subject);
    if (known === instant) return;
    if (instant === Number.POSITIVE_INFINITY) {
      if (known !== undefined) this.current.delete(subject);
      return;
    }
    this.current.set(subject, instant);
    this.instants.push(instant);
    this.subjects.push(subject);
    this.rise(this.instants.length - 1);
  }

  /** The earliest instant, or Infinity. */
  next(): number {
    this.dropStale();
    return this.instants[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Takes out the earliest subject whose instant lies before `limit`; undefined when there is none. */
  takeBefore(limit: number): string | undefined {
    this.dropStale();
    const instant = this.instants[0];
    if (instant === undefined || instant >= limit) return undefined;
    const subject = this.subjects[0]!;
    this.current.delete(subject);
    this.removeTop();
    return subject;
  }

  private dropStale(): void {
    while (this.instants.length > 0 && this.current.get(this.subjects[0]!) !== this.instants[0]) this.removeTop();
  }

  private before(a: number, b: number): boolean {
    const byInstant = this.instants[a]! - this.instants[b]!;
    return byInstant < 0 || (byInstant === 0 && this.subjects[a]! < this.subjects[b]!);
  }

  private rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private removeTop(): void {
    const instant = this.instants.pop()!;
    const subject = this.subjects.pop()!;
    if (this.instants.length === 0) return;
    this.instants[0] = instant;
    this.subjects[0] = subject;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < this.instants.length && this.before(left, least)) least = left;
      if (right < this.instants.length && this.before(right, least)) least = right;
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  private swap(a: number, b: number): void {
    const instant = this.instants[a]!;
    this.instants[a] = this.instants[b]!;
    this.instants[b] = instant;
    const subject = this.subjects[a]!;
    this.subjects[a] = this.subjects[b]!;
    this.subjects[b] = subject;
  }
}
