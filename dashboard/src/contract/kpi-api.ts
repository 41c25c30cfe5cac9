/**
 * What the KPI API answers (`GET /api/kpi/...`, described at /docs/kpi.json). Numbers are those of docs/kpis.md: integers, and the
 * rate beside them for display. Days are dates (`2026-10-06`) of the KPI's zone, instants ms UTC. One `Standing` is drawn as
 * one card: wall, partner page, CSV and CLI all show this and work nothing out themselves.
 */

export type KpiVerdict = 'ok' | 'warn' | 'block' | 'n/a';

/** A limit in words and numbers. */
export interface LimitAnswer {
  /** `at least 90 %`, `at most 3 % or 5 orders`. */
  readonly words: string;
  readonly rate: number;
}

/** One KPI of one partner (or of a group, or of all) in one window, as of a day. */
export interface Standing {
  readonly kpi: string;
  readonly title: string;
  readonly good: 'high' | 'low';
  /** null: all partners together. */
  readonly partner: string | null;
  readonly partnerName: string | null;
  /** The group's value where the answer is split by market, carrier or channel; null otherwise. */
  readonly group: string | null;
  /** `7d`, `month`, `previous-month`; or `custom` between two given days. */
  readonly window: string;
  /** `last 7 days`, `this month`. */
  readonly windowWords: string;
  readonly from: string;
  readonly to: string;
  /** null for partners of several zones together, whose days may differ by one: `from` and `to` are the outermost. */
  readonly zone: string | null;
  readonly num: number;
  readonly den: number;
  /** null below the minimum volume; a KPI without a limit that holds has a rate and no verdict. */
  readonly rate: number | null;
  readonly verdict: KpiVerdict;
  readonly minimumVolume: number;
  /** null where no row of limits holds. */
  readonly warn: LimitAnswer | null;
  readonly block: LimitAnswer | null;
  /** In orders against the block limit; below 0: short by so many. null without a verdict. */
  readonly headroom: number | null;
  /** What may fail in the window in all: the error budget; what is left of it is the headroom. */
  readonly budget: number | null;
  readonly tier: { readonly name: string; readonly consequence: string | null } | null;
  readonly settled: 'final' | 'provisional';
  /** Set if it was final and has changed since: what it was then, and at which instant it had become final. */
  readonly revised: {
    readonly num: number;
    readonly den: number;
    readonly rate: number | null;
    readonly at: number;
  } | null;
  /** The same window, one length earlier. */
  readonly before: {
    readonly from: string;
    readonly to: string;
    readonly num: number;
    readonly den: number;
    readonly rate: number | null;
  } | null;
  readonly asOf: string;
  /** The offset in each lane of the log `kpi` that the counts include at least. */
  readonly positions: Readonly<Record<string, number>>;
}

/** How fast the budget of a partner's KPI burns: 1 uses it up just as the window ends. null where nothing was counted. */
export interface BurnAnswer {
  readonly '1h': number | null;
  readonly '6h': number | null;
  readonly '1d': number | null;
  readonly '3d': number | null;
  /** The pairs that burn faster than the policy allows, both windows of them. */
  readonly over: readonly ('fast' | 'slow')[];
}

/** The running month if it goes on as the last seven full days went (docs/kpis.md). */
export interface ProjectionAnswer {
  readonly from: string;
  readonly to: string;
  readonly num: number;
  readonly den: number;
  readonly rate: number | null;
  readonly verdict: KpiVerdict;
  readonly headroom: number | null;
}

/** `GET /api/kpi/partners/:partner`: a partner's page. */
export interface PartnerAnswer {
  readonly partner: string;
  readonly name: string;
  readonly market: string;
  readonly zone: string;
  readonly tier: string | null;
  /** The next day of review, a date. */
  readonly review: string | null;
  readonly asOf: string;
  readonly kpis: readonly KpiCard[];
}

export interface KpiCard {
  readonly kpi: string;
  readonly title: string;
  /** In the order of the policy: the first is the tile's. */
  readonly windows: readonly Standing[];
  /** The name of the window that it is judged by. */
  readonly judged: string;
  /** Rates of the first window as of each of the last 30 days, today last. */
  readonly trend: readonly (number | null)[];
  readonly burn: BurnAnswer;
  readonly projection: ProjectionAnswer;
  readonly consequence: string | null;
  readonly provenance: string;
}

/** `GET /api/kpi/partners`: one partner of the call list, the most urgent first. */
export interface CallAnswer {
  readonly partner: string;
  readonly name: string;
  readonly market: string;
  readonly tier: string | null;
  /** The next day of review, a date. */
  readonly review: string | null;
  /** The KPI whose projected month leaves the smallest share of its error budget; null where none has a verdict. */
  readonly worst: CallReason | null;
  /** Every KPI that has counts of it, in the order of the policy. */
  readonly kpis: readonly CallReason[];
}

/** One KPI of a partner: where it stands, and where its month goes. */
export interface CallReason {
  readonly kpi: string;
  readonly title: string;
  /** In the window that the wall shows. */
  readonly shown: Standing;
  /** In the running month, up to today. */
  readonly month: Standing;
  readonly projection: ProjectionAnswer;
}

/** `GET /api/kpi/history`: one cohort day, oldest first. */
export interface DayAnswer {
  readonly day: string;
  readonly num: number;
  readonly den: number;
  /** The first window's rate as of the end of that day; null below the minimum volume. */
  readonly rate: number | null;
}

/** `GET /api/kpi/orders`: the subjects behind a number, newest cohort day first, then by name. */
export interface OrdersAnswer {
  readonly rows: readonly OrderRow[];
  /** What to send as `after` for the next page; null on the last one. */
  readonly next: string | null;
  /** Of the whole set, not of the page: rows = number = lines of the CSV. */
  readonly total: number;
}

export interface OrderRow {
  readonly subject: string;
  readonly partner: string;
  readonly day: string;
  readonly num: 0 | 1;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
  /** Of a KPI by promise: its clock. null otherwise. */
  readonly due: number | null;
  readonly stop: number | null;
  /** Promises that are broken on it. */
  readonly broken: readonly string[];
  /** Since when the count stands as it does. */
  readonly at: number;
  readonly cause: string;
}

/** `GET /api/kpi/causes`: what those that fail have in common; each list sums to `failing` (a subject without one is ''). */
export interface CausesAnswer {
  readonly failing: number;
  /** Of several broken promises the one whose deadline came first: the others may have followed from it. */
  readonly promises: readonly CauseShare[];
  /** The stage in which most time was counted: of the KPI's own promise if it broke, else of the one that broke first. */
  readonly stages: readonly CauseShare[];
  readonly carriers: readonly CauseShare[];
}

export interface CauseShare {
  readonly value: string;
  readonly count: number;
}

/** `GET /api/kpi/changes?since=`: what moved a number. `before` plus the sum of the parts is `after`, in num and in den. */
export interface ChangesAnswer {
  readonly since: number;
  readonly before: { readonly from: string; readonly to: string; readonly num: number; readonly den: number };
  readonly after: { readonly from: string; readonly to: string; readonly num: number; readonly den: number };
  /** `entered` and `left`: the window has rolled on. The others are the causes of deltas. */
  readonly parts: readonly { readonly cause: string; readonly num: number; readonly den: number }[];
}

/** `GET /api/kpi/exclusions`: subjects that were counted once and have left the population for a reason, newest first. */
export interface ExclusionsAnswer {
  readonly rows: readonly ExclusionRow[];
  /** Of all of them; there are no more than 1,000 rows. */
  readonly total: number;
}

export interface ExclusionRow {
  readonly subject: string;
  readonly partner: string;
  /** The cohort day that it left. */
  readonly day: string;
  /** What the delta says: the policy's name of the reason, or what it says of a person's word. */
  readonly reason: string;
  /** `person`: by an event kpi.excluded. `policy`: by a reason of the pack. */
  readonly by: 'person' | 'policy';
  /** Who has excluded it; null by policy, and where the event does not say. */
  readonly who: string | null;
  /** In that person's words. */
  readonly words: string | null;
  readonly evidence: string | null;
  /** When it was excluded, by the time of the event; by policy, when the count left. ms UTC. */
  readonly at: number;
}

/** `GET /api/kpi/timing`: how late, or how soon. */
export interface TimingAnswer {
  /** `lateness`: from the deadline to the end of those that fail. `until`: from what opens the cohort to what is counted. */
  readonly measure: 'lateness' | 'until' | null;
  /** How many of the window it could be said of. */
  readonly of: number;
  /** How many of them were timed: those still running have no end yet, and of `until` only the newest are read. */
  readonly timed: number;
  /** Set if only so many of the newest were read. */
  readonly cap: number | null;
  /** ms; by nearest rank. null where nothing was timed. */
  readonly median: number | null;
  readonly p90: number | null;
}
