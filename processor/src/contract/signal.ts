/**
 * What the processor tells the outside, on the log `signals` (one partition). Instants are ms UTC. Readers drop what they
 * have seen by `id`: a record may be published again after a restart, always with the same id.
 */

/** Why a clock speaks. Each is a named reason, used in messages and as a metric label. */
export type ClockSignalKind =
  | 'at-risk'
  | 'breached'
  | 'escalated'
  /** The end in time of a clock that was escalated: whoever was told of it hears that it is over. */
  | 'met'
  | 'cancelled'
  | 'met-late'
  | 'cancelled-late'
  | 'retracted';

/** Which field of a signal tells why breaches belong together. */
export type CauseField = 'partner' | 'carrier' | 'team' | 'channel' | 'market' | 'subject';

export interface ClockSignal {
  /** hash(subject, promise, cycle, step, revision): the same for every owner and every replay. */
  readonly id: string;
  readonly kind: ClockSignalKind;
  readonly subject: string;
  /** `<pack>/<promise>`, for instance `mall/ship-confirmation`. */
  readonly promise: string;
  readonly title: string;
  readonly cycle: number;
  /** The ladder's step, or the clock's own: `deadline`, `stop` (`stop~1` of one that went on), `retract`, `retract:<step>`. */
  readonly step: string;
  /** Grows by one each time a told breach is taken back. */
  readonly revision: number;
  readonly partner: string;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
  readonly team: string;
  /** A ladder step's level, who that is and what they are to do; else empty. */
  readonly level: string;
  readonly role: string;
  readonly responsibility: string;
  /** Who is told of a ladder's step: `assignee/noor`, `team/L2`, `vendor/acme`, `partner/p01`, `hook/director`. */
  readonly tell: readonly string[];
  readonly start: number;
  readonly due: number;
  /** When the clock stopped, if it has. */
  readonly stop: number | null;
  /** The instant that the signal is about: the step's time, the deadline, the stop. */
  readonly at: number;
  /** How far time had come in the lane when it was told. */
  readonly horizon: number;
  /** In words a manager understands. */
  readonly reason: string;
  /** History that would have rung before the horizon: stored and listed, never delivered. */
  readonly quiet: boolean;
  /** The version of the policy that ruled, and the row of its targets that matched. */
  readonly policy: number;
  readonly row: string;
  /** What its policy names as the cause of breaches; without it, the partner. */
  readonly cause?: CauseField;
  /** Its cause: lane, offset, and the number of the effect among this record's effects on the subject. */
  readonly lane: number;
  readonly offset: number;
  readonly k: number;
}

/** What a notice of any kind has. */
interface AnyNotice {
  /** hash(kind, about, version): the same for every owner and every replay. */
  readonly id: string;
  /** What it speaks of: `policy/mall`, `calendar/mall/riyadh`, `import/2024-orders`, `source/shop-riyadh`. */
  readonly about: string;
  readonly title: string;
  /** In words a manager understands, with what to do about it. */
  readonly reason: string;
  /** The instant that it is about: when the version was published, when there was little time left, when a day was over. */
  readonly at: number;
  readonly horizon: number;
  readonly quiet: boolean;
  /** Its cause, in the log `events`; of what the third fold says, in the log `signals`. */
  readonly lane: number;
  readonly offset: number;
  readonly k: number;
}

/** A pack that was published before has a new version. Said to those whom it binds. */
export interface PolicyChanged extends AnyNotice {
  readonly kind: 'policy-changed';
  readonly pack: string;
  /** The number of the new version, and of the one before it. */
  readonly policy: number;
  readonly before: number;
  /** Clocks that start before this instant are not ruled by it. */
  readonly effective: number;
  /** Whether what is open is judged again under it. */
  readonly applies: 'new' | 'open';
  /** What is different, a sentence each. */
  readonly changes: readonly string[];
  /** Whom the old or the new version binds, by id and by name, sorted. */
  readonly partners: readonly string[];
  readonly teams: readonly string[];
}

/** A calendar, or the offsets of a zone, of a policy in force is known for 90 days more or less. */
export interface CalendarEnds extends AnyNotice {
  readonly kind: 'calendar-ends';
  readonly pack: string;
  readonly policy: number;
  /** The calendar's name, or the zone's. */
  readonly calendar: string;
  /** From this instant on nothing is known of it. */
  readonly ends: number;
}

/** History has waited a day for its release. Each lane that holds some says so, under one id. */
export interface ImportUnfinished extends AnyNotice {
  readonly kind: 'import-unfinished';
  readonly importid: string;
  /** When the log took the first of it in this lane. */
  readonly since: number;
}

/** Nothing has come from a source for longer than it is usually silent. The third fold says so. */
export interface SourceSilent extends AnyNotice {
  readonly kind: 'source-silent';
  /** As its events name it. */
  readonly source: string;
  /** When it was last heard. */
  readonly since: number;
  /** 95 of 100 times it was heard again after so many ms at most; null while too little is known of it. */
  readonly usual: number | null;
  /** How long it had to be silent to be named, ms. */
  readonly threshold: number;
  /** The partners of whom nothing comes from elsewhere, the first hundred. */
  readonly partners: readonly string[];
}

/** The end of that silence. */
export interface SourceHeard extends AnyNotice {
  readonly kind: 'source-heard';
  readonly source: string;
  /** When it had last been heard before: the `since` of the silence that is over. */
  readonly since: number;
}

/** What is to be known of the promises and of the flow, not of a subject: for whoever runs them. */
export type Notice = PolicyChanged | CalendarEnds | ImportUnfinished | SourceSilent | SourceHeard;
export type NoticeKind = Notice['kind'];

export type KpiSignalKind = 'kpi-warn' | 'kpi-block' | 'kpi-burn' | 'recovered';

export interface KpiSignal {
  /** hash(kpi, partner, window, level, day, revision). */
  readonly id: string;
  readonly kind: KpiSignalKind;
  readonly kpi: string;
  readonly title: string;
  readonly partner: string;
  /** The market whose limits it was held against. */
  readonly market: string;
  /** The window's name, for instance `7d`; of a burn `fast` (1 h and 6 h) or `slow` (1 d and 3 d). */
  readonly window: string;
  /** The first day of the window, as a local day number (days since 1970-01-01 in the KPI's zone, else the partner's). */
  readonly from: number;
  /** The last day of the window. */
  readonly day: number;
  /** Grows by one at each recovery. */
  readonly revision: number;
  /** Of a burn, what was newly counted in its longer window. */
  readonly num: number;
  readonly den: number;
  /** `high`: `num` went well, and the limit is the least; `low`: it went wrong, and the limit is the most. */
  readonly good: 'high' | 'low';
  /** The limit that speaks, as a rate from 0 to 1: of a recovery the one that is kept again; of a burn the block limit. */
  readonly limit: number;
  /** So many may fail whatever the rate says (`or`), or even if the rate bore more (`and`). */
  readonly failures: { readonly most: number; readonly join: 'or' | 'and' } | null;
  /** How many more of `den` may fail before the block limit is broken; negative: short by so many. */
  readonly headroom: number;
  /** How many times faster than the block limit bears; null of what is no burn, a rate null where nothing was counted. */
  readonly burn: { readonly short: number | null; readonly long: number | null; readonly factor: number } | null;
  readonly horizon: number;
  readonly quiet: boolean;
  /** Its cause, in the log `kpi`. */
  readonly lane: number;
  readonly offset: number;
  readonly k: number;
}

export type Signal = ClockSignal | KpiSignal | Notice;

export const isKpiSignal = (signal: Signal): signal is KpiSignal => 'kpi' in signal;
export const isNotice = (signal: Signal): signal is Notice => 'about' in signal;
export const isClockSignal = (signal: Signal): signal is ClockSignal => 'subject' in signal;

export const encodeSignal = (signal: Signal): Buffer => Buffer.from(JSON.stringify(signal));
export const decodeSignal = (value: Buffer): Signal => JSON.parse(value.toString('utf8')) as Signal;
