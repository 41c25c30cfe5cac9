import type { Severity } from '../../contract/incident.ts';
import type { Moment } from './moment.ts';
import type { Span } from './span.ts';

/** What is counted. `promise`: broken ones, of several kinds; `thing`: what is neither all orders nor all tickets nor all KPIs. */
export type Noun = 'order' | 'ticket' | 'kpi' | 'notice' | 'promise' | 'thing';
export type Field = 'partner' | 'carrier' | 'team' | 'severity' | 'since' | 'open' | 'route';

/** A KPI in whole orders: what went (`high`) or failed (`low`), of how many, at which limit, and what may still fail. */
export interface Standing {
  readonly num: number;
  readonly den: number;
  /** A rate from 0 to 1. */
  readonly limit: number;
  /** How many more may fail; negative: short by so many. */
  readonly headroom: number;
}

/**
 * All that Belfry says to a receiver, in one language. Names that come in are plain and already isolated (`isolate`); what comes
 * out is one line without an end mark.
 */
export interface Words {
  readonly direction: 'ltr' | 'rtl';
  /** Keeps a name of another script together, so that the signs around it stay where they belong. */
  isolate(name: string): string;
  list(parts: readonly string[]): string;
  /** `a: b`. */
  about(label: string, text: string): string;
  /** `214 orders`. */
  count(n: number, noun: Noun): string;
  /** `3 of 214 orders open`. */
  openOf(open: number, total: number, noun: Noun): string;
  /** `214 orders of 12 incidents`. @param orMore `n` is as far as they were counted. */
  ofIncidents(what: string, n: number, orMore: boolean): string;
  /** `3 of 214`, in a table. */
  share(open: number, total: number): string;
  /** `order 8812`. */
  one(noun: Noun, id: string): string;
  /** `carrier aramex`. */
  named(field: 'partner' | 'carrier' | 'team', name: string): string;
  /** The name of a field in a table. */
  field(field: Field): string;
  severity(severity: Severity): string;
  /** A time by itself, in a table: `25 Nov 14:32`. */
  time(at: Moment): string;
  missed(at: Moment, ago: Span | null): string;
  firstMissed(at: Moment, ago: Span | null): string;
  due(at: Moment, left: Span | null): string;
  firstDue(at: Moment, left: Span | null): string;
  escalatedTo(level: string): string;
  /** It ended in time, too late, or without being done. */
  met(at: Moment): string;
  metLate(at: Moment, late: Span | null): string;
  cancelled(at: Moment): string;
  takenBack: string;
  standing(standing: Standing): string;
  /** How many times faster than the limit bears; null where nothing was counted. */
  burning(times: number | null, limit: number): string;
  keptAgain: string;
  inWindow(window: string): string;
  /** What is put before the first line. */
  still: string;
  resolved: string;
  /** So many have ended, of more. */
  ended(n: number): string;
  /** It was broken, and has ended before anybody could be told. */
  overAlready: string;
  soonDue: string;
  acknowledgedBy(who: string, until: Moment): string;
  acknowledgementExpired(who: string | null): string;
  customerTold(at: Moment | null, channel: string): string;
  /** Who has to act: level, role and what they are to do, as the policy says it. */
  toAct(who: readonly string[], responsibility: string): string;
  comment(text: string): string;
  more(n: number): string;
  again(who: string, at: Moment): string;
  insteadOf(hook: string): string;
  heartbeat(at: Moment): string;
  test: string;
  /** Buttons. */
  acknowledge: string;
  openPage: string;
}
