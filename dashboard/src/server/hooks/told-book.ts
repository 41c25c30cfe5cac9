import type { LogRecord } from '@belfry/ingest/log';
import {
  decodeDelivery,
  decodeNotification,
  isCheckpoint,
  isOfDeliveries,
  isSettled,
} from '@belfry/processor/contract';
import { TOLD_SHOWN, type ToldPost } from '../../contract/subject-api.ts';

/** So many posts are remembered, the newest: a page tells of the last days, the log of the rest. */
const REMEMBERED = 50_000;

/** A post, and the orders and tickets that it names. */
interface Remembered {
  post: ToldPost;
  readonly subjects: readonly string[];
}

/** The log `deliveries`, as far back as it was read, by order and ticket: who was told of each. */
export class ToldBook {
  /** By the notification's offset, oldest first. */
  private readonly posts = new Map<number, Remembered>();
  private readonly bySubject = new Map<string, Set<number>>();
  private readonly remembered: number;

  constructor(remembered = REMEMBERED) {
    this.remembered = remembered;
  }

  /** Takes a record of `deliveries`, in their order; others mean nothing to it. Throws what a record that is none throws. */
  take({ kind, value, offset }: LogRecord): void {
    if (kind === 'notification') this.notified(value, offset);
    else if (kind === 'delivery') this.delivered(value);
  }

  /** Newest first, `TOLD_SHOWN` at most, each with what it said of this subject. */
  of(subject: string): readonly ToldPost[] {
    const offsets = [...(this.bySubject.get(subject) ?? [])].sort((a, b) => b - a);
    const posts: ToldPost[] = [];
    const seen = new Set<string>();
    for (const offset of offsets) {
      const { post } = this.posts.get(offset)!;
      // A copy of a notification is told once, with the newest word on it.
      const key = `${post.hook} ${post.id}`;
      if (seen.has(key)) continue;
      seen.add(key);
      posts.push({ ...post, items: post.items.filter((item) => subjectOf(item.key) === subject) });
      if (posts.length === TOLD_SHOWN) break;
    }
    return posts;
  }

  private notified(value: Buffer, offset: number): void {
    const { id, hook, at, action, reason, route, items } = decodeNotification(value);
    const told = items.map(({ key, signal, state }) => ({
      key,
      promise: 'promise' in signal ? signal.promise : '',
      state,
    }));
    const subjects = [...new Set(told.map(({ key }) => subjectOf(key)).filter((subject) => subject !== ''))];
    if (subjects.length === 0) return;
    const untried = { outcome: null, outcomeAt: null, attempts: 0, status: null, error: '' };
    this.posts.set(offset, { post: { id, hook, at, action, reason, route, items: told, ...untried }, subjects });
    for (const subject of subjects) {
      const known = this.bySubject.get(subject);
      if (known === undefined) this.bySubject.set(subject, new Set([offset]));
      else known.add(offset);
    }
    if (this.posts.size > this.remembered) this.forgetOldest();
  }

  private delivered(value: Buffer): void {
    const record = decodeDelivery(value);
    if (!isOfDeliveries(record) || isCheckpoint(record)) return;
    const known = this.posts.get(record.offset);
    if (known === undefined) return;
    const { outcome, attempt, status, error, at } = record;
    const attempts = Math.max(known.post.attempts, attempt);
    // A word that an earlier owner wrote late is not the last one.
    const isOver = known.post.outcome !== null && SETTLED.has(known.post.outcome) && !isSettled(record);
    known.post = isOver
      ? { ...known.post, attempts }
      : { ...known.post, attempts, outcome, outcomeAt: at, status, error };
  }

  private forgetOldest(): void {
    const [oldest] = this.posts;
    if (oldest === undefined) return;
    const [offset, { subjects }] = oldest;
    this.posts.delete(offset);
    for (const subject of subjects) {
      const known = this.bySubject.get(subject)!;
      known.delete(offset);
      if (known.size === 0) this.bySubject.delete(subject);
    }
  }
}

const SETTLED: ReadonlySet<string> = new Set(['delivered', 'gave-up', 'needless']);

/** `order/8812|mall/pickup|0` is about `order/8812`; what a KPI or a notice is about is no subject. An id may hold a bar. */
function subjectOf(key: string): string {
  if (!key.startsWith('order/') && !key.startsWith('ticket/')) return '';
  const end = key.lastIndexOf('|', key.lastIndexOf('|') - 1);
  return end < 0 ? '' : key.slice(0, end);
}
