import type { CauseField } from '../../contract/signal.ts';
import type { SourceRule } from '../source/silence-rule.ts';
import type { CompiledKpi } from './compiled-kpi.ts';

/**
 * A pack as the processor runs it: everything that needs a zone database, a calendar or a YAML parser has been worked
 * out when the pack was published, and travels in the log with it (law 6). Integers and names only; JSON.
 */

/** A closed form: no code, only comparisons of fields. A field is a path into the subject's data (`promise.deliverBy`). */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly field: string; readonly is: Scalar }
  | { readonly field: string; readonly in: readonly Scalar[] }
  | { readonly field: string; readonly exists: boolean };

export type Scalar = string | number | boolean;

/** Which events count for something: any of these types, if their own data and what they make of the subject fit. */
export interface Trigger {
  readonly on: readonly string[];
  /** Looked up in the event's own data. */
  readonly where?: Condition;
  /** Looked up in the subject's data: it did not hold before the event and holds after it. */
  readonly state?: Condition;
}

/**
 * Working time, compiled: flat, sorted, disjoint [start, end) pairs in whole minutes since 1970-01-01T00:00Z.
 * Touching spans are joined. `from` and `until` (ms UTC) bound what was compiled; beyond them nothing is known.
 */
export interface CompiledCalendar {
  readonly name: string;
  readonly zone: string;
  /** The offsets of its zone, as in `CompiledZone`: business days are local days. */
  readonly offsets: readonly number[];
  readonly spans: readonly number[];
  /**
   * The working minutes of a usual day, as its weekly hours state them: those of most weekdays that have any, the longer of
   * equals. "n business days" read as hours are n times these, so that a short day does not shorten a promise.
   */
  readonly dayMinutes: number;
  readonly from: number;
  readonly until: number;
}

/**
 * A zone as its offsets: flat pairs [from, offset], `from` in ms UTC, ascending, the first -Infinity written as 0;
 * offset in minutes east of UTC. The local day number of t is floor((t + offset) / 1 day).
 */
export interface CompiledZone {
  readonly name: string;
  readonly offsets: readonly number[];
  /** Of a zone whose clocks are set forward and back each year: up to where that is known, ms UTC. */
  readonly until?: number;
}

/** What "n business days" means, since sources leave it undefined: the pack says which, and screens show it. */
export type BusinessDayReading = 'same-time' | 'hours' | 'end-of-day';

/** When a clock's deadline is. */
export type Target =
  /** Working time on a calendar. */
  | { readonly kind: 'working'; readonly calendar: string; readonly ms: number }
  /** Round the clock. */
  | { readonly kind: 'elapsed'; readonly ms: number }
  | {
      readonly kind: 'business-days';
      readonly calendar: string;
      readonly days: number;
      readonly reading: BusinessDayReading;
    }
  /** An instant that the subject's data promises; a day without a time counts to its end. */
  | { readonly kind: 'until'; readonly field: string }
  /** "-": no target. Counted and timed, never breached. */
  | { readonly kind: 'none' }
  /** "TBD": the target is not set yet. Counted and timed, never breached. */
  | { readonly kind: 'not-set' };

/** One row of a promise's targets; the first whose condition holds wins. */
export interface TargetRow {
  readonly name: string;
  readonly when?: Condition;
  /** Prime and non-prime time: the clock starts within (or outside) the working time of a calendar. */
  readonly starts?: { readonly calendar: string; readonly within: boolean };
  readonly target: Target;
  readonly team: string;
  readonly action: string;
  readonly urgent: boolean;
  /** What a breach costs, in the words of the contract. */
  readonly penalty?: string;
  /** What follows when the promise is kept or ends: "DELIVERED issues the customer's invoice". */
  readonly consequence?: string;
  readonly provenance: string;
}

/**
 * When a step of a ladder comes. Durations are ms of counted time: on the calendar, round the clock without one, pauses
 * left out. Only `before` is plain time, taken back from the deadline.
 */
export type StepTime =
  /** A share of the target; above 100 it lies behind the deadline. */
  | { readonly percent: number }
  | { readonly before: number }
  /** Behind the deadline. */
  | { readonly after: number; readonly calendar?: string }
  /** Behind the start: such a step needs no deadline. */
  | { readonly start: number; readonly calendar?: string };

/** What happens before or after a start or a deadline while the clock runs. */
export interface LadderStep {
  readonly name: string;
  readonly at: StepTime;
  readonly level: string;
  readonly role: string;
  readonly responsibility: string;
  /** Who is told: `assignee` (else the team), `team`, `vendor`, `partner`, or the name of a hook. */
  readonly tell?: readonly string[];
}

/** When a clock does not count. Of several at once the first of the promise's list speaks. */
export type PauseRule = {
  readonly name: string;
  /** Who holds the subject meanwhile, for instance `customer`. */
  readonly holder: string;
} & (
  | { /** While the subject's data fits. */ readonly while: Condition }
  | { readonly from: Trigger; readonly until: Trigger }
);

/** What a span of a clock is attributed to from an event on: inbound, storage, last mile. */
export interface Stage {
  readonly name: string;
  readonly from: Trigger;
}

export interface CompiledPromise {
  /** `<pack>/<name>`. */
  readonly id: string;
  readonly title: string;
  readonly subject: 'order' | 'ticket';
  readonly kind: 'contractual' | 'internal';
  /** Which subjects it is made to, by their data. Subjects with `test: true` are never promised anything. */
  readonly appliesTo?: Condition;
  readonly start: Trigger;
  readonly stop: Trigger;
  readonly cancel: Trigger;
  /** Cancels the running cycle and begins the next one in the same instant. */
  readonly restart?: Trigger;
  /** `once`, the default: one cycle. `every-start`: each start opens a cycle if none runs. */
  readonly cycles?: 'once' | 'every-start';
  /** What a reopened subject does to a clock that has stopped. */
  readonly reopen?: { readonly on: Trigger; readonly then: 'continue' | 'new-cycle' };
  readonly pauses?: readonly PauseRule[];
  /** Whose changes of a promised date move the deadline; without it, everybody's but partner, carrier and vendor. */
  readonly movedBy?: readonly string[];
  /** The word for a subject whose promise ended without ever having begun, for instance `no evidence`. */
  readonly unstarted?: string;
  /** What breaches of it have in common that are one incident. `partner` if missing. */
  readonly cause?: CauseField;
  readonly stages?: readonly Stage[];
  readonly rows: readonly TargetRow[];
  readonly ladder: readonly LadderStep[];
  readonly provenance: string;
}

/** A field that is worked out from two others where it is not told: impact and urgency make a priority. */
export interface DerivedField {
  readonly field: string;
  readonly from: readonly [string, string];
  readonly table: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export type {
  CompiledKpi,
  Happening,
  KpiBurn,
  KpiCohort,
  KpiCount,
  KpiExclusion,
  KpiLimit,
  KpiLimits,
  KpiPopulation,
  KpiTier,
  KpiWindow,
  WindowSpan,
} from './compiled-kpi.ts';

export interface Partner {
  readonly id: string;
  readonly name: string;
  readonly market: string;
  readonly zone: string;
  readonly tier: string;
  /** Day of the month on which its KPIs are reviewed. */
  readonly reviewDay: number;
}

export interface CompiledPack {
  readonly pack: string;
  readonly title: string;
  readonly description: string;
  /** ms UTC: clocks that start before this instant are not ruled by this version. */
  readonly effective: number;
  /** `open`: open subjects are judged again under this version. `new`: only subjects first read after it. */
  readonly applies: 'new' | 'open';
  readonly calendars: Readonly<Record<string, CompiledCalendar>>;
  /** Every zone that its partners and calendars name, and UTC. */
  readonly zones: Readonly<Record<string, CompiledZone>>;
  readonly partners: readonly Partner[];
  /** When sources count as silent. */
  readonly sources?: readonly SourceRule[];
  readonly derived?: readonly DerivedField[];
  /** By field, other names of its values. */
  readonly aliases?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly promises: readonly CompiledPromise[];
  readonly kpis: readonly CompiledKpi[];
  /** The paths into data that conditions and targets name: what facts must keep. Sorted, without duplicates. */
  readonly fields: readonly string[];
}

/** `shipped`: at the start of a processor, which brings its packs along. `hand`: by somebody who decided it. */
export type PolicyOrigin = 'shipped' | 'hand';

/** A policy as it stands in the log: the first record of its hash on partition 0 wins, and its offset is its number. */
export interface PolicyRecord {
  /** SHA-256 of the source bytes, hex. */
  readonly hash: string;
  /** Its number on every partition but 0, where the record's own offset is the number. */
  readonly number: number | null;
  /** Who published it; records from before packs could be published by hand do not say: they were shipped. */
  readonly origin?: PolicyOrigin;
  /** The YAML as it was published. */
  readonly source: string;
  readonly compiled: CompiledPack;
}
