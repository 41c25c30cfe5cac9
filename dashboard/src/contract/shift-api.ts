/**
 * Not answered yet: the shape is agreed, the route is not built.
 *
 * What the report of a shift asks: `GET /api/shift?from=06:00&to=14:00&zone=Asia/Riyadh`, and `/api/shift.csv` of the same
 * question. `from` and `to` are times of day in the zone, the last ones that have passed, or instants (ISO 8601 or ms UTC); without
 * `from` it is the last change of shift (`SHIFT_CHANGES`) before now, without `to` it is now. `partner`, `promise` and `team` cut it.
 * Instants are ms UTC, times ms.
 *
 * Everything is counted by when it was said: a breach belongs to the shift in which it rang, however late its evidence came.
 * What is `quiet` (history) rang for nobody, and is not counted.
 */
export interface ShiftAnswer {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  /** Up to where it is counted: `to`, or now if that comes first. */
  readonly asOf: number;
  readonly total: ShiftCounts;
  /** The most breached first. */
  readonly partners: readonly (ShiftCounts & { readonly partner: string; readonly name: string })[];
  readonly promises: readonly (ShiftCounts & { readonly promise: string; readonly title: string })[];
  /** Oldest first, `SHIFT_LISTED` at most; the CSV has them all. */
  readonly breached: readonly ShiftBreach[];
  readonly retracted: readonly ShiftRetraction[];
  readonly acknowledged: readonly ShiftAcknowledgement[];
  readonly silences: readonly ShiftSilence[];
  readonly before: { readonly from: number; readonly to: number };
  readonly after: { readonly from: number; readonly to: number };
}

export const SHIFT_CHANGES = ['06:00', '14:00', '22:00'] as const;
export const SHIFT_LISTED = 500;

export interface ShiftCounts {
  /** Breaches that rang. */
  readonly breached: number;
  /** Breaches that were taken back, whenever they had rung. */
  readonly retracted: number;
  /** Of the breached: those whose incident, subject or partner somebody acknowledged by `asOf`. */
  readonly acknowledged: number;
  /** Of the breached: those that a silence hid from hooks when they rang. */
  readonly silenced: number;
  /** Of the breached: those that had neither ended nor been taken back by `asOf`. */
  readonly stillOpen: number;
}

export interface ShiftBreach {
  readonly signal: string;
  readonly subject: string;
  readonly promise: string;
  readonly title: string;
  readonly cycle: number;
  readonly partner: string;
  readonly partnerName: string;
  readonly team: string;
  readonly due: number;
  readonly saidAt: number;
  /** How it stood at `asOf`. */
  readonly became: 'open' | 'met-late' | 'cancelled-late' | 'retracted';
  readonly becameAt: number | null;
  /** The first acknowledgement of it, and how long after it rang; null without one. `who` is '' for those who may not read names. */
  readonly acknowledged: { readonly who: string; readonly at: number; readonly after: number } | null;
  readonly silenced: boolean;
}

export interface ShiftRetraction {
  readonly signal: string;
  readonly subject: string;
  readonly promise: string;
  readonly title: string;
  readonly partner: string;
  readonly partnerName: string;
  readonly due: number;
  readonly saidAt: number;
  readonly reason: string;
}

/** One saying of somebody within the shift. */
export interface ShiftAcknowledgement {
  readonly who: string;
  readonly subject: string;
  readonly at: number;
  readonly comment: string;
  /** How many breaches it took on, and how long after the first of them rang; null if none is known. */
  readonly breaches: number;
  readonly after: number | null;
}

/** A silence that was in force at some time of the shift. */
export interface ShiftSilence {
  readonly id: string;
  readonly who: string;
  readonly reason: string;
  readonly from: number;
  readonly until: number;
  /** How many breaches of the shift it hid. */
  readonly hid: number;
}
