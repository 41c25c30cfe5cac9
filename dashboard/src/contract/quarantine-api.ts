/**
 * What could not be taken, with its bytes: `GET /api/quarantine` and `GET /api/quarantine/:log/:lane/:offset`. Managers only: the
 * bytes may hold anything. Instants are ms UTC.
 */

/** `GET /api/quarantine?code=&after=&limit=`: newest first. `after` is `next` of the page before. */
export interface QuarantineList {
  readonly rows: readonly QuarantineRow[];
  /** What to send as `after` for the next page; null on the last one. */
  readonly next: string | null;
  /** How many fit in all. */
  readonly total: number;
  /** Of all that is quarantined, whatever was asked: by reason, the most frequent first. */
  readonly reasons: readonly QuarantineReason[];
}

export interface QuarantineReason {
  /** Stable, for scripts. */
  readonly code: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

export interface QuarantineRow {
  readonly log: string;
  readonly lane: number;
  readonly offset: number;
  /** When the log took it. */
  readonly at: number;
  /** The key of its record, for events the subject. */
  readonly key: string;
  readonly code: string;
  readonly reason: string;
  /** As it says itself; '' where the bytes do not tell. */
  readonly source: string;
  readonly type: string;
  readonly bytes: number;
  /** The first `HEAD_BYTES` as text: what is no UTF-8 or no character to be printed is `\xNN`. */
  readonly head: string;
}

export const HEAD_BYTES = 160;

/** One of them whole. */
export interface QuarantineRecord extends QuarantineRow {
  /** All of the bytes, hexadecimal, two digits each; `WHOLE_BYTES` at most. */
  readonly hex: string;
  /** The same as text, written as the head is. */
  readonly text: string;
  /** Only the first `WHOLE_BYTES` are told. */
  readonly isCut: boolean;
}

export const WHOLE_BYTES = 256 * 1024;
