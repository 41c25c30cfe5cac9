import type { NotificationAction } from './notification.ts';

/**
 * What became of a hook's posts: the records of kind `delivery` on the log `deliveries`, beside the notifications that they
 * are about. A hook's progress is a function of this log and of nothing else. Instants are ms UTC, offsets those of
 * `deliveries`.
 */

export type DeliveryOutcome =
  /** Answered with 2xx. */
  | 'delivered'
  /** Did not work; to be tried again at `nextRetry`. */
  | 'retrying'
  /** Tried for a day. */
  | 'gave-up'
  /** The receiver answered 410 Gone: the hook is not called again until its url changes. */
  | 'disabled'
  /** Handed to the hook's fallback, which has it in the log; this hook goes on trying at `nextRetry`, or not at all. */
  | 'fell-back'
  /** Nothing to be told: the end of what was never delivered, or an action that this kind of receiver does not know. */
  | 'needless';

/** One attempt to post one notification, or what was decided without one. */
export interface Delivery {
  readonly hook: string;
  /** The notification's id, which is also the id of the post. */
  readonly notification: string;
  readonly group: string;
  readonly action: NotificationAction;
  /** Of the notification's record. */
  readonly offset: number;
  /** From 1; 0 where there was none. */
  readonly attempt: number;
  readonly outcome: DeliveryOutcome;
  /** The answer's HTTP status or SMTP code, or null when there was none. */
  readonly status: number | null;
  /** What went wrong, in words and without any secret; empty when nothing did. */
  readonly error: string;
  readonly at: number;
  /** When it was tried first. */
  readonly first: number;
  readonly nextRetry: number | null;
  /** What was posted, with the first attempt only: it is the same at each. */
  readonly body?: string;
  /** Of a disabled hook: which url answered so, as a hash, since urls may hold secrets. */
  readonly urlHash?: string;
}

/** How far a hook has come: everything below `next` is settled, but for the offsets in `pending`. */
export interface HookCheckpoint {
  readonly hook: string;
  /** Those without it are of an earlier Belfry, whose hooks read the log `signals`. */
  readonly of: 'deliveries';
  readonly next: number;
  readonly pending: readonly number[];
  readonly at: number;
  /** Now and then, because the log forgets: open groups of which something was delivered here, or went to the fallback. */
  readonly groups?: { readonly told: readonly string[]; readonly handedOn: readonly string[] };
}

export type DeliveryRecord = Delivery | HookCheckpoint;

export const isCheckpoint = (record: DeliveryRecord): record is HookCheckpoint => 'pending' in record;

/** Whether a record speaks of this log: an earlier Belfry wrote here how far its hooks had come in the log `signals`. */
export function isOfDeliveries(record: DeliveryRecord): boolean {
  const { of, notification } = record as Partial<HookCheckpoint> & Partial<Delivery>;
  return isCheckpoint(record) ? of === 'deliveries' : notification !== undefined;
}

/** Whether this is the end of the notification at this hook. */
export const isSettled = ({ outcome, nextRetry }: Delivery): boolean =>
  outcome === 'delivered' ||
  outcome === 'gave-up' ||
  outcome === 'needless' ||
  (outcome === 'fell-back' && nextRetry === null);

export const encodeDelivery = (record: DeliveryRecord): Buffer => Buffer.from(JSON.stringify(record));
export const decodeDelivery = (value: Buffer): DeliveryRecord => JSON.parse(value.toString('utf8')) as DeliveryRecord;
