/** What intake answers. The lists of codes are closed: each has one cause and one remedy (docs/api says them). */

/** Why one event is refused. None can be mended by trying again. */
export type RefusalCode =
  | 'NOT_JSON'
  | 'NOT_AN_EVENT'
  | 'TOO_LARGE'
  | 'TOO_DEEP'
  | 'MISSING'
  | 'WRONG_TYPE'
  | 'WRONG_VALUE'
  | 'TIME_WITHOUT_ZONE'
  | 'TIME_UNREADABLE'
  | 'SUBJECT_FORM'
  | 'UNSUPPORTED'
  | 'OTHER_SOURCE'
  | 'OTHER_SCOPE';

export interface Refusal {
  readonly code: RefusalCode;
  /** Where in the event: `data.promise.deliverBy`, `data.lines.3.quantity`; empty for the event itself. */
  readonly path: string;
  /** What was found there, and what to write instead; reads on from the path: `is missing: write …`. */
  readonly message: string;
}

interface VerdictBase {
  /** The event's place in the request, from 0; for NDJSON its line is `line`. */
  readonly index: number;
  /** The line of an NDJSON body, from 1; empty lines count. */
  readonly line?: number;
  /** Null where the event had no readable one. */
  readonly id: string | null;
  readonly source: string | null;
}

export interface AcceptedVerdict extends VerdictBase {
  /**
   * `accepted`: the log has it. `duplicate`: intake remembers that the log has it already. The memory is bounded and
   * ends with the process: a duplicate may be told `accepted`; the processor judges exactly and counts it once.
   */
  readonly status: 'accepted' | 'duplicate';
  /** What the sender should know although nothing is refused, for instance that the type is unknown. */
  readonly note?: string;
  /** The ids under which it went into the log, where they are not the event's own: parts of sellers, derived events. */
  readonly as?: readonly string[];
}

export interface RefusedVerdict extends VerdictBase, Refusal {
  readonly status: 'refused';
  /** What else is wrong with it. */
  readonly others?: readonly Refusal[];
}

export type Verdict = AcceptedVerdict | RefusedVerdict;

/** The answer to a request that was read: one verdict per event, in order. */
export interface IntakeAnswer {
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly verdicts: readonly Verdict[];
}

/** Why a whole request was not taken. Nothing of it has a verdict; what is retriable may be sent again as it is. */
export type IntakeErrorCode =
  | 'BODY_UNREADABLE'
  | 'BODY_TOO_LARGE'
  | 'TOO_MANY_EVENTS'
  | 'MEDIA_TYPE'
  | 'LOG_SLOW'
  | 'LOG_UNAVAILABLE'
  | 'CLOSING'
  | 'INTERNAL';

export interface IntakeError {
  readonly error: {
    readonly code: IntakeErrorCode;
    readonly message: string;
    /** Whether the same request may succeed later: wait for `Retry-After` seconds, keep the ids. */
    readonly retriable: boolean;
  };
}
