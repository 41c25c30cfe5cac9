/**
 * What the KPI API answers (`GET /api/kpi/...`, docs/api at /docs/kpi). Numbers are those of docs/kpis.md: integers, and the
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
  /** null for partners of several zones together. */
  readonly zone: string | null;
  readonly num: number;
  readonly den: number;
  /** null below the minimum volume. */
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
  readonly promises: readonly CauseShare[];
  /** The stage in which most of the clock's time was counted. */
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
