/**
 * What every wall shows, and nothing that a wall has to work out from history. Instants are ms UTC, rates 0 to 1. Lists
 * hold the first few of an order that this contract owns (`order.ts`), with the true count beside them.
 */
export interface Picture {
  /** True on the demo's data; the wall says so for as long as it shows it. */
  readonly demo: boolean;
  readonly stage: Stage;
  /** While held: how many records the processor has read; otherwise 0. */
  readonly taken: number;
  /** Set while the processor reads what the log already holds; null once it keeps up. */
  readonly catchingUp: CatchingUp | null;
  readonly verdict: Verdict;
  readonly breaches: readonly Breach[];
  /** Open and acknowledged incidents, the first few; how many there are is in the verdict. */
  readonly incidents: readonly IncidentLine[];
  /** Breached or not: a clock without a deadline climbs its ladder too. */
  readonly escalations: readonly Escalation[];
  readonly next: readonly NextClock[];
  readonly tiles: readonly Tile[];
  readonly partners: readonly PartnerLine[];
  readonly partnersTotal: number;
  /** Sources of which nothing has come for longer than usual, the first few, longest first; and how many there are. */
  readonly silent: readonly SilentSource[];
  readonly silentTotal: number;
  /** How many running clocks run out in each of the next quarters of an hour, sixteen of them. */
  readonly deadlines: readonly number[];
  /** The breaches to be expected of the clocks that run now; null until that is worked out. */
  readonly forecast: PictureForecast | null;
}

export interface PictureForecast {
  /** In the next hour, and in the next four. */
  readonly hour: Expected;
  readonly fourHours: Expected;
}

/** `GET /api/forecast`. Instants are ms UTC. */
export interface Forecast extends PictureForecast {
  readonly asOf: number;
  /** Like clocks that began from here on were looked at. */
  readonly from: number;
  /** Hour by hour. */
  readonly hours: readonly (Expected & { readonly from: number; readonly to: number })[];
}

/** What is to be expected of some clocks (docs/forecast.md). */
export interface Expected {
  /** How many of them run out, and of how many of those too few like ones are known to tell. */
  readonly clocks: number;
  readonly unknown: number;
  /** Null: too few to tell. Eight of ten times the number comes to lie from `low` to `high`. */
  readonly breaches: { readonly mean: number; readonly low: number; readonly high: number } | null;
}

/** Named by the processor, from the log (docs/signals.md). */
export interface SilentSource {
  /** As its events name it: `shop-riyadh`. */
  readonly source: string;
  /** When it was last heard. */
  readonly since: number;
}

/**
 * `empty`: no event has ever arrived. `held`: some have, and no clock was ever judged: history is being told that waits
 * for its release. `live`: the rest of the picture counts.
 */
export type Stage = 'empty' | 'held' | 'live';

export interface CatchingUp {
  /** Records read and records there, summed over lanes. */
  readonly done: number;
  readonly end: number;
  /** How far time has come in the slowest lane, or null while no tick has been read. */
  readonly at: number | null;
}

export interface Verdict {
  /** Open breaches that rang: those of released history (quiet) are counted apart. */
  readonly breached: number;
  readonly quiet: number;
  /** Incidents that nobody has acknowledged, or whose acknowledgement has expired; and all that are not resolved. */
  readonly unacknowledged: number;
  readonly incidents: number;
  /** Hooks that do not take posts: whoever is to be told may not be. */
  readonly failingHooks: readonly string[];
  /** Open clocks that were escalated, aloud. */
  readonly escalated: number;
  /** Clocks that run out within 15 minutes, 1 hour, 4 hours. */
  readonly due15: number;
  readonly due60: number;
  readonly due240: number;
  /** The next deadline there is, however far. */
  readonly nextDue: number | null;
  readonly lastBreach: number | null;
}

/** Names one cycle of one promise on one subject: `order/8812|mall/ship-confirmation|0`. */
export type ClockId = string;

export interface Breach {
  readonly id: ClockId;
  readonly subject: string;
  readonly promise: string;
  readonly title: string;
  readonly partner: string;
  readonly partnerName: string;
  readonly team: string;
  /** The deadline that was missed. */
  readonly due: number;
  /** The level that it was escalated to last, as its policy calls it; empty if it was not. */
  readonly level: string;
}

/** Breaches of one cause, as a wall shows them: two lines. */
export interface IncidentLine {
  readonly id: string;
  readonly kind: 'clock' | 'kpi' | 'notice';
  readonly severity: 'critical' | 'warning' | 'info';
  readonly promise: string;
  readonly title: string;
  /** What its items have in common; empty where they differ. */
  readonly subject: string;
  readonly partner: string;
  readonly partnerName: string;
  readonly carrier: string;
  readonly level: string;
  readonly open: number;
  readonly total: number;
  /** Open items that a silence hides from hooks; walls show them in place. */
  readonly silenced: number;
  /** The earliest deadline that was missed. */
  readonly since: number;
  readonly newest: number;
  readonly acknowledged: { readonly who: string; readonly at: number; readonly until: number } | null;
  /** Whose acknowledgement has expired; empty if none has. */
  readonly expired: string;
  readonly assigned: string;
}

/** An open clock that somebody was told of because it is not done yet. */
export interface Escalation {
  readonly id: ClockId;
  readonly subject: string;
  readonly promise: string;
  readonly title: string;
  readonly partner: string;
  readonly partnerName: string;
  readonly team: string;
  /** The level that it has reached, and who that is, as its policy calls them. */
  readonly level: string;
  readonly role: string;
  /** When it reached that. */
  readonly at: number;
}

export interface NextClock {
  readonly id: ClockId;
  readonly subject: string;
  readonly promise: string;
  readonly title: string;
  readonly partner: string;
  readonly partnerName: string;
  readonly team: string;
  readonly due: number;
}

/** `none`: too few for a verdict, shown as n/a, never as 0 % or 100 %. */
export type KpiState = 'ok' | 'warn' | 'breach' | 'none';

/** One KPI over all partners, in the first of its windows. */
export interface Tile {
  readonly kpi: string;
  readonly title: string;
  /** `high`: a limit is the least; `low`: the most, since it counts what goes wrong. */
  readonly good: 'high' | 'low';
  /** The window's name: `7d`, `month`. */
  readonly window: string;
  readonly state: KpiState;
  readonly value: number | null;
  readonly num: number;
  readonly den: number;
  /** The rate beyond which it is broken; null where the policy states none for all markets. */
  readonly limit: number | null;
  /** Failures that the window can still bear; below 0: how many successes it is short. Null without a verdict. */
  readonly headroom: number | null;
  /** The window's value as it stood at the end of each of the last days, today last; null where it had none. */
  readonly trend: readonly (number | null)[];
  /** The instant it was evaluated at, and the offset in each lane of the log `kpi` that it includes. */
  readonly asOf: number;
  readonly positions: Readonly<Record<string, number>>;
}

export interface PartnerLine {
  readonly id: string;
  readonly name: string;
  /** The KPI that is worst against its limit, or null if none has a verdict. */
  readonly kpi: string | null;
  readonly good: 'high' | 'low';
  readonly value: number | null;
  /** How much of the worst KPI's error budget is left: 1 is all of it, 0 nothing, below 0 it is overdrawn. */
  readonly margin: number | null;
  readonly state: KpiState;
  /** Its open breaches. */
  readonly open: number;
  /** All sources that tell of it are silent: what is shown of it may be old. */
  readonly silent: boolean;
}
