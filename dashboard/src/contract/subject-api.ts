import type {
  Delivery,
  ExplainedClock,
  Explanation,
  ItemState,
  NotificationAction,
  NotificationReason,
} from '@belfry/processor/contract';
import type { AuditEntry, NamedIncident } from './people-api.ts';

/**
 * What the page of one order or ticket asks: `GET /api/subject/:kind/:id` and `GET /api/find`. Instants are ms UTC, durations
 * ms. A refusal is `{ refused, reason, remedy }` with 400, 404 or 503.
 */

/**
 * `GET /api/subject/order/8812?asOf=2026-11-26T17:30:00Z&evidence=500`. The id is everything behind the kind, encoded or not, so
 * that `order/A/1~p17` is asked as `/api/subject/order/A/1~p17`. `evidence` is how many of the newest records are told;
 * `asOf` explains what was believed then. Whoever may not read people's names gets `people: false`, and none of them: no
 * `assignee` either.
 */
export interface SubjectAnswer extends Omit<Explanation, 'clocks'> {
  /** The most pressing first: breached and open, then running by deadline, paused, and those that have ended, newest first. */
  readonly clocks: readonly SubjectClock[];
  /** How many records there are in all: of the evidence the newest `EVIDENCE_SHOWN` are told, or as many as were asked for. */
  readonly evidenceTotal: number;
  readonly linked: readonly LinkedSubject[];
  /** Posts that spoke of it, newest first, as far back as the log `deliveries` was read, `TOLD_SHOWN` at most. */
  readonly told: readonly ToldPost[];
  /** Incidents that it belongs or belonged to, those that are not resolved first. */
  readonly incidents: readonly NamedIncident[];
  /** What people said of it or of its incidents, newest first: acknowledgements, notes, assignments, silences, exclusions. */
  readonly said: readonly AuditEntry[];
  readonly exclusions: readonly SubjectExclusion[];
  /** false: names, words, and what events tell beside their times were left out. */
  readonly people: boolean;
}

export const EVIDENCE_SHOWN = 200;
export const TOLD_SHOWN = 100;

export interface SubjectClock extends ExplainedClock {
  readonly verdict: ClockVerdict;
  /** The breach that was told last and taken back, unless it breached again since; null otherwise. */
  readonly retraction: Retraction | null;
}

/**
 * The biggest words of the page, from the instants: `due-in` and `breached-ago` count by the clock on the wall from `asOf`;
 * `met` and `met-late` say by how much it was kept or missed; `paused` what is left of its counted time. `ms` is never
 * negative, and null where there is nothing to say (no deadline, or cancelled).
 */
export interface ClockVerdict {
  readonly is: 'due-in' | 'breached-ago' | 'paused' | 'met' | 'met-late' | 'cancelled' | 'no-deadline' | 'pending';
  readonly ms: number | null;
  /** The instant that it is about: the deadline, or when it ended. */
  readonly at: number | null;
}

/** A breach that late evidence took back: struck through, with the reason. */
export interface Retraction {
  /** The deadline that was said to be missed, and when that was said. */
  readonly due: number;
  readonly saidAt: number;
  readonly takenBackAt: number;
  readonly reason: string;
}

export interface LinkedSubject {
  /** `order/8812`, `ticket/T-9`. */
  readonly subject: string;
  /** `relates`: the ticket names the order. `merged-into`: this ticket went into that one; `merged-from` the other way. */
  readonly how: 'relates' | 'merged-into' | 'merged-from';
  /** Of its clocks: how many are open, how many of these are breached, and the earliest deadline of those that run. */
  readonly open: number;
  readonly breached: number;
  readonly due: number | null;
}

/** One post of one hook in which the subject is named. */
export interface ToldPost {
  readonly id: string;
  /** Empty without `people`. */
  readonly hook: string;
  /** When it was decided. */
  readonly at: number;
  readonly action: NotificationAction;
  readonly reason: NotificationReason;
  readonly route: string;
  /** What it said of the clocks of this subject. */
  readonly items: readonly { readonly key: string; readonly promise: string; readonly state: ItemState }[];
  /** The last word on it; null while nothing was tried. */
  readonly outcome: Delivery['outcome'] | null;
  readonly outcomeAt: number | null;
  readonly attempts: number;
  /** The receiver's status, and what went wrong, '' if nothing did. */
  readonly status: number | null;
  readonly error: string;
}

/** Left out of a KPI by a person's word, or counted again. */
export interface SubjectExclusion {
  /** null: out of all of them. */
  readonly kpi: string | null;
  readonly withdrawn: boolean;
  readonly who: string;
  readonly reason: string;
  readonly evidence: string | null;
  readonly at: number;
}

/**
 * `GET /api/find?q=88`: orders and tickets whose id begins so, in the order of their names. `q` may name the kind (`order/88`);
 * without it both are looked for. Upper and lower case are two things.
 */
export interface FindAnswer {
  readonly found: readonly FoundSubject[];
  /** There are more than `FOUND_AT_MOST`. */
  readonly more: boolean;
}

export const FOUND_AT_MOST = 20;

export interface FoundSubject {
  readonly subject: string;
  readonly kind: 'order' | 'ticket';
  /** Empty where nothing was promised of it. */
  readonly partner: string;
  readonly partnerName: string;
  /** The most pressing of its clocks: `breached` and open first; null where nothing was promised of it. */
  readonly state: 'breached' | 'running' | 'paused' | 'ended' | null;
  /** The earliest deadline of its open clocks. */
  readonly due: number | null;
}
