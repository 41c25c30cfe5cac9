/**
 * Why the clocks of a subject stand as they stand (law 7): the answer of `/api/explain/<subject>`. Instants are ms UTC,
 * durations are ms; what a person reads is worked out from it by `inWords`.
 */
export interface Explanation {
  readonly subject: string;
  readonly kind: 'order' | 'ticket';
  /** The instant as of which it is explained: now, or the one that was asked for. */
  readonly asOf: number;
  /**
   * An earlier instant was asked for: only what the log had taken until then is judged, with the horizon there. What was
   * believed then.
   */
  readonly isPast: boolean;
  readonly position: ExplainedPosition;
  readonly partner: string;
  /** As the policies call it; its id where none knows it. */
  readonly partnerName: string;
  /** The zone of its partner, `UTC` where no policy knows it: in which it is read unless a reader says otherwise. */
  readonly zone: string;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
  /** Who has it, as told last; empty if nobody was named. */
  readonly assignee: string;
  readonly clocks: readonly ExplainedClock[];
  /** In the order in which it was told. */
  readonly evidence: readonly Evidence[];
  /** What it contributes to the KPIs of its policies, in their order. */
  readonly counts: readonly ExplainedCount[];
}

/** One subject in one KPI: it counts 1 in `den`, and in `num` if it is counted there; both are 0 while it is excluded. */
export interface ExplainedCount {
  readonly kpi: string;
  readonly title: string;
  /** `high`: `num` went well; `low`: it went wrong. */
  readonly good: 'high' | 'low';
  /** The cohort day, a date. */
  readonly day: string;
  readonly num: 0 | 1;
  readonly den: 0 | 1;
  /** Why it has left the population; null while it is in it. */
  readonly excluded: string | null;
  /** From history. */
  readonly quiet: boolean;
}

/** Up to where the log is explained. */
export interface ExplainedPosition {
  readonly lane: number;
  /** The last record that changed the subject. */
  readonly offset: number;
  /** The lane had stored everything before it. */
  readonly nextOffset: number;
  /** How far time had come. */
  readonly horizon: number;
}

export type ExplainedState = 'pending' | 'running' | 'paused' | 'met' | 'breached' | 'cancelled';

export interface ExplainedClock {
  readonly promise: string;
  readonly title: string;
  readonly kind: 'contractual' | 'internal';
  /** Where the promise stands written. */
  readonly provenance: string;
  readonly cycle: number;
  readonly state: ExplainedState;
  /** Still without an end: a breached clock may be open. */
  readonly open: boolean;
  readonly start: number;
  /** null where there is none, and while it is paused. */
  readonly due: number | null;
  readonly stop: number | null;
  /** The type of the event that ended it, or empty. */
  readonly endedBy: string;
  readonly target: ExplainedTarget;
  readonly row: ExplainedRow;
  readonly policy: ExplainedPolicy;
  readonly team: string;
  /** How often a breach of it was taken back. */
  readonly revision: number;
  /** Its breach comes from history: nobody was rung. */
  readonly quiet: boolean;
  /** Without gaps from its start to its end, or to `asOf`. */
  readonly ledger: readonly ExplainedSpan[];
  readonly sums: Sums;
  /** Counted time so far. */
  readonly elapsed: number;
  /** Counted time that was left when it ended, or is left at `asOf`; 0 once the deadline has passed; null without one. */
  readonly remaining: number | null;
  /** By how much it ended, or `asOf` lies, behind the deadline, by the clock on the wall; 0 before it. */
  readonly overdue: number;
  readonly steps: readonly ExplainedStep[];
  /** In the order in which it was said. */
  readonly said: readonly SaidSignal[];
}

export interface ExplainedTarget {
  /** `deadline`; the word of a row that has none, `none` or `not-set`; the promise's word for what never began. */
  readonly kind: string;
  /** `in 3 h, round the clock`. */
  readonly words: string;
  /** The calendar whose working time counts; null round the clock. */
  readonly calendar: string | null;
}

/** Which row of the promise's targets rules, and why. */
export interface ExplainedRow {
  readonly name: string;
  /** `Warehouse edit: resolve in 3 h, round the clock, L2`. */
  readonly sentence: string;
  /** `the first that fits: category is account and subcategory is warehouse-edit`. */
  readonly why: string;
  readonly provenance: string;
  readonly team: string;
  readonly action: string;
  readonly urgent: boolean;
  /** What a breach costs, and what follows otherwise; empty where the policy says nothing. */
  readonly penalty: string;
  readonly consequence: string;
}

export interface ExplainedPolicy {
  /** The number of the version. */
  readonly number: number;
  readonly pack: string;
  readonly title: string;
  /** It rules clocks that start from then on. */
  readonly effective: number;
}

/** `stopped`: it had ended, and was reopened later. Pauses are not cut at working hours. */
export type SpanKind = 'counted' | 'paused' | 'off-hours' | 'stopped';

export interface ExplainedSpan {
  readonly from: number;
  readonly to: number;
  readonly kind: SpanKind;
  /** Of its time, what counts: all of a counted span, nothing of the others. */
  readonly counted: number;
  readonly holder: string;
  readonly stage: string;
  /** Which rule says so: the row, the pause, the calendar. */
  readonly rule: string;
}

/** Of a ledger. The parts of each division sum to the whole exactly. */
export interface Sums {
  readonly whole: number;
  readonly counted: number;
  readonly paused: number;
  readonly offHours: number;
  readonly stopped: number;
  readonly byHolder: readonly Share[];
  readonly byStage: readonly Share[];
}

export interface Share {
  /** Empty where the policy names nobody. */
  readonly name: string;
  readonly whole: number;
  readonly counted: number;
}

export interface ExplainedStep {
  readonly name: string;
  /** null where it never comes (it needs a deadline, and there is none), and while it is deferred. */
  readonly at: number | null;
  /** A pause lasts, and nobody knows when it comes. */
  readonly deferred: boolean;
  readonly level: string;
  readonly role: string;
  readonly responsibility: string;
  /** The signal that said it, or null. */
  readonly said: string | null;
}

export interface SaidSignal {
  readonly id: string;
  readonly kind: string;
  readonly step: string;
  readonly revision: number;
  readonly at: number;
  /** When it was said: when the log took what brought it about. */
  readonly told: number;
  /** How far time had come in the lane then. */
  readonly horizon: number;
  /** The record that brought it about. */
  readonly offset: number;
  readonly reason: string;
  /** Stored and listed, never delivered. */
  readonly quiet: boolean;
  readonly level: string;
  readonly tell: readonly string[];
  /** The signal that took it back, or null. */
  readonly takenBackBy: string | null;
}

/** A record of the log that made a difference to the subject, or was to. */
export interface Evidence {
  readonly kind: 'event' | 'policy' | 'release';
  readonly offset: number;
  /** When the log took it. */
  readonly told: number;
  /** When it happened; null of what is no event, or told no time. */
  readonly happened: number | null;
  readonly id: string;
  readonly source: string;
  /** The event's type, the policy's version, the import's id. */
  readonly name: string;
  /** All that the event tells, whether a policy names it or not. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly importid: string | null;
  /**
   * `judged`, perhaps later than it was told, with the reason; `held` until its import is released; `repeated`: the same source
   * and id were told before; `quarantined` with the reason.
   */
  readonly fate: 'judged' | 'held' | 'repeated' | 'quarantined';
  readonly reason: string;
  /** Something that happened later had been told before it. */
  readonly isOutOfOrder: boolean;
  readonly effects: readonly EvidenceEffect[];
  /** The ids of the signals that it brought about. */
  readonly said: readonly string[];
}

export interface EvidenceEffect {
  readonly promise: string;
  readonly cycle: number;
  /**
   * `started`, `stopped`, `cancelled`, `reopened` at `to`; `paused` from `from` to `to` by `rule`; `went-on` after the pause `rule`
   * at `to`; `unpaused`: the pause `rule` from `from` on never was; `deadline` moved from `from` to `to`; `row` is `rule` now;
   * `start` moved from `from` to `to`; `policy`: ruled by the version `to` instead of `from`; `gone`: never was.
   */
  readonly did:
    | 'started'
    | 'stopped'
    | 'cancelled'
    | 'reopened'
    | 'paused'
    | 'went-on'
    | 'unpaused'
    | 'start'
    | 'deadline'
    | 'row'
    | 'policy'
    | 'gone';
  readonly from: number | null;
  readonly to: number | null;
  readonly rule: string;
}
