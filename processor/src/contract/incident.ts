import { MATCH_FIELDS, type MatchField } from '@belfry/ingest/contract';
import type { CauseField, Signal } from './signal.ts';

/**
 * What the third fold makes of signals and of what people say: incidents, their items and silences. Instants are ms UTC,
 * offsets those of the log `signals`. An incident is told whole whenever it changes, as a record of kind `incident` on the
 * log `signals`; of two tellings the one with the higher offset is the newer.
 */

/** What an incident consists of: clocks of one promise, one KPI of one partner in one window, or a notice. */
export type IncidentKind = 'clock' | 'kpi' | 'notice';

/**
 * `resolved`: every item has ended; such an incident stays so, and the next breach opens another one.
 * An incident whose acknowledgement has expired is `open` again, with `expired` set.
 */
export type IncidentState = 'open' | 'acknowledged' | 'resolved';

/** `critical`: a promise is broken or escalated, a KPI blocks. `warning`: it may come to that. `info`: to be known. */
export type Severity = 'critical' | 'warning' | 'info';

export interface Acknowledgement {
  readonly who: string;
  readonly at: number;
  /** While its clock runs on, it holds until then. */
  readonly until: number;
  readonly comment: string;
}

export interface Assignment {
  /** Whom it was given to, and by whom. */
  readonly to: string;
  readonly by: string;
  readonly at: number;
}

export interface Incident {
  /** `inc_` and a hash of promise, cause and first signal: the same for every owner and every replay. */
  readonly id: string;
  /** The record of the log `signals` that brought it to this. */
  readonly offset: number;
  readonly kind: IncidentKind;
  readonly state: IncidentState;
  readonly severity: Severity;
  /** The promise (`mall/pickup`), the KPI, or what a notice is about. */
  readonly promise: string;
  readonly title: string;
  readonly cause: { readonly field: CauseField; readonly value: string };
  /** What all its items have in common; empty where they differ. */
  readonly subject: string;
  readonly partner: string;
  readonly carrier: string;
  readonly team: string;
  /** The highest level that it was escalated to last, and who that is; empty if it was not. */
  readonly level: string;
  readonly role: string;
  /** The instant that its first item is about: the earliest deadline that was missed. */
  readonly since: number;
  /** When its newest item came, and when it last changed, both as horizons. */
  readonly newest: number;
  readonly changed: number;
  readonly resolved: number | null;
  /** Items now open, items ever, and those that were taken back by late evidence. */
  readonly open: number;
  readonly total: number;
  readonly retracted: number;
  /** Open items that a silence hides from hooks. */
  readonly silenced: number;
  readonly acknowledged: Acknowledgement | null;
  /** The acknowledgement that ran out while its clock ran on, until somebody acknowledges again. */
  readonly expired: Acknowledgement | null;
  readonly assigned: Assignment | null;
}

/** `at-risk` items belong to no incident: a reminder is an announcement. */
export type ItemState = 'at-risk' | 'breached' | 'escalated' | 'resolved' | 'retracted';

/** One clock cycle, KPI window or notice, as the fold knows it; a row of `incident_items` when it belongs to an incident. */
export interface Item {
  /** `order/8812|mall/pickup|0`, `mall/on-time|p12|7d`, or a notice's id. */
  readonly key: string;
  readonly incident: string;
  readonly state: ItemState;
  readonly open: boolean;
  /** The last signal about it. */
  readonly signal: Signal;
  /** That the customer was told of it (`customer.notified`), and when. */
  readonly customerTold: { readonly at: number; readonly channel: string } | null;
}

/** A silence hides items from hooks, never from walls, and never their end. */
export interface Silence {
  /** `silence/9`. */
  readonly id: string;
  readonly matcher: Matcher;
  readonly who: string;
  readonly reason: string;
  readonly from: number;
  readonly until: number;
}

/** By field of a signal the values that fit; all fields must. An empty one fits nothing: silence everything is not said so. */
export type Matcher = Readonly<Partial<Record<MatchField, string | readonly string[]>>>;

export { MATCH_FIELDS, type MatchField };

export const encodeIncident = (incident: Incident): Buffer => Buffer.from(JSON.stringify(incident));
export const decodeIncident = (value: Buffer): Incident => JSON.parse(value.toString('utf8')) as Incident;
