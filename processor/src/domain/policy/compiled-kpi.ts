import type { Condition } from './compiled.ts';

/**
 * A KPI as data. What each part means, and how the numbers come about, is said in docs/kpis.md; days are local days,
 * whole days since 1970-01-01 in the KPI's zone.
 */
export interface CompiledKpi {
  /** `<pack>/<name>`. */
  readonly id: string;
  readonly title: string;
  /** What it is called where there is room for a word only. */
  readonly short?: string;
  readonly subject: 'order' | 'ticket';
  /** Whom it looks at: the denominator. */
  readonly population: KpiPopulation;
  /** Which of them count: the numerator. */
  readonly counts: KpiCount;
  /** `high`: the numerator holds what went well, a limit is the least. `low`: it holds what went wrong, a limit is the most. */
  readonly good: 'high' | 'low';
  /** By which of its dates a subject belongs to a day. */
  readonly cohort: KpiCohort;
  /** Whose days; without it the partner's. A name among the pack's zones. */
  readonly zone?: string;
  /** Who leaves the population, and why. The first that fits speaks. */
  readonly excludes: readonly KpiExclusion[];
  /** The first is the one that tiles show. */
  readonly windows: readonly KpiWindow[];
  /** The names of the windows that ring. */
  readonly rings: readonly string[];
  /** The name of the window that the partner is judged by. */
  readonly judged: string;
  /** So many days after its last day a window is final; until then it is provisional. */
  readonly settles: number;
  /** Fewer than these in a window: n/a, and no signal. */
  readonly minimumVolume: number;
  /** In the order of the pack. Which row holds: `limitsAt`. */
  readonly limits: readonly KpiLimits[];
  /** Without it the burn of the budget is shown and never rings. */
  readonly burn?: KpiBurn;
  /** What it costs to break it, in the words of the contract. */
  readonly consequence?: string;
  readonly provenance: string;
}

/** Something that happened to a subject: an event of any of these types whose own data fit. */
export interface Happening {
  readonly on: readonly string[];
  readonly where?: Condition;
}

export type KpiPopulation = (
  | {
      /** Subjects on which the promise has a verdict; of several cycles the last one speaks. */
      readonly kind: 'promise';
      readonly promise: string;
    }
  | {
      /** Subjects to which this has happened. */
      readonly kind: 'reached';
      readonly reached: Happening;
    }
) & {
  /** And whose data fit now. */
  readonly when?: Condition;
};

export type KpiCount =
  /** The promise was kept, or broken. Of a population by promise only. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'broken' }
  /** Every parcel has a number and a link. */
  | { readonly kind: 'tracked' }
  /** Something has happened to it. */
  | { readonly kind: 'happened'; readonly happened: Happening }
  /** Its data fit now. */
  | { readonly kind: 'fits'; readonly condition: Condition }
  /**
   * A final status that was told was wrong: it was corrected to another one, or carrier or customer have told the
   * contrary. By final status (`cancelled`), the events that are contrary evidence.
   */
  | { readonly kind: 'wrong-status'; readonly contrary: Readonly<Record<string, readonly string[]>> };

export type KpiCohort =
  /** The day that the clock's deadline closes; the day of its start. Of a population by promise only. */
  | { readonly kind: 'due' }
  | { readonly kind: 'start' }
  /** The day on which any of these first happened to it. */
  | { readonly kind: 'first'; readonly on: readonly string[] }
  /** A promised day or instant in its data. */
  | { readonly kind: 'field'; readonly field: string };

export interface KpiExclusion {
  /** In the partner's words: `strike`, `own delivery`. */
  readonly name: string;
  /** Both must hold where both are there. */
  readonly when?: Condition;
  readonly happened?: Happening;
  /** Cohort days, both included. */
  readonly from?: number;
  readonly until?: number;
  /** Leaves the population only if it counts against the partner: an excuse. */
  readonly excuse: boolean;
}

export interface KpiWindow {
  /** `7d`, `14d-7`, `month`: the name in URLs and ids. */
  readonly name: string;
  readonly span: WindowSpan;
}

/** Which local days are looked at, as of a day. `lag`: how many days before the as-of day it ends; 0 ends with it. */
export type WindowSpan =
  /** So many days. */
  | { readonly kind: 'days'; readonly days: number; readonly lag: number }
  /** From the same day of an earlier month; that day itself is in it if it is `inclusive`. */
  | { readonly kind: 'months'; readonly months: number; readonly lag: number; readonly inclusive: boolean }
  /** Calendar weeks and months: `back` 0 is the running one up to the as-of day less the lag, 1 the one before, whole. */
  | { readonly kind: 'week'; readonly back: number; readonly lag: number; readonly first: 'monday' | 'sunday' }
  | { readonly kind: 'month'; readonly back: number; readonly lag: number };

/** Limits for one market (or for all) from a day on (or from the beginning). */
export interface KpiLimits {
  readonly market?: string;
  /** The first local day on which a window may end that is held against them. */
  readonly from?: number;
  readonly warn: KpiLimit;
  readonly block: KpiLimit;
  /** What takes back what was told: at least as strict as `block`. */
  readonly recover: KpiLimit;
  /** The best first. The first whose limit is kept is the partner's; the last has none. */
  readonly tiers?: readonly KpiTier[];
}

/** A rate from 0 to 1, exact to the millionth. */
export interface KpiLimit {
  readonly rate: number;
  /** So many may fail, whatever the rate says (`or`), or even if the rate bore more (`and`). */
  readonly failures?: { readonly most: number; readonly join: 'or' | 'and' };
}

export interface KpiTier {
  readonly name: string;
  readonly limit?: KpiLimit;
  readonly consequence?: string;
}

/** How many times faster than the limit allows failures may come: 1 uses the budget up just as the window ends. */
export interface KpiBurn {
  /** Over the last hour and the last 6 hours. */
  readonly fast?: number;
  /** Over the last day and the last 3 days. */
  readonly slow?: number;
}
