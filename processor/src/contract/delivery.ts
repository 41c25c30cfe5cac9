/**
 * What became of a hook's posts: the records of kind `delivery` on the log `deliveries`. A hook's progress is a function
 * of these records and of nothing else. Instants are ms UTC, offsets those of the log `signals`.
 */

export type DeliveryOutcome =
  /** Answered with 2xx. */
  | 'delivered'
  /** Did not work; to be tried again at `nextRetry`. */
  | 'retrying'
  /** Tried for a day. */
  | 'gave-up'
  /** The receiver answered 410 Gone: the hook is not called again until its url changes. */
  | 'disabled';

/** One attempt to post one signal. */
export interface Delivery {
  readonly hook: string;
  /** The signal's id, which is also its `webhook-id`. */
  readonly signal: string;
  readonly offset: number;
  /** From 1. */
  readonly attempt: number;
  readonly outcome: DeliveryOutcome;
  /** The answer's HTTP status, or null when there was none. */
  readonly status: number | null;
  /** What went wrong, in words; empty when nothing did. */
  readonly error: string;
  readonly at: number;
  /** When it was tried first. */
  readonly first: number;
  readonly nextRetry: number | null;
  /** Of a disabled hook: which url answered so, as a hash, since urls may hold secrets. */
  readonly urlHash?: string;
}

/** How far a hook has come: everything below `next` is settled, but for the offsets in `pending`. */
export interface HookCheckpoint {
  readonly hook: string;
  readonly next: number;
  readonly pending: readonly number[];
  readonly at: number;
}

export type DeliveryRecord = Delivery | HookCheckpoint;

export const isCheckpoint = (record: DeliveryRecord): record is HookCheckpoint => 'pending' in record;

export const encodeDelivery = (record: DeliveryRecord): Buffer => Buffer.from(JSON.stringify(record));
export const decodeDelivery = (value: Buffer): DeliveryRecord => JSON.parse(value.toString('utf8')) as DeliveryRecord;
