import type { CompiledZone } from '../policy/compiled.ts';

/** What KPIs need to know of a subject. The events fold fills it from its judgement; nothing here is copied. */
export interface KpiView {
  readonly subject: string;
  readonly partner: string;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
  /** The partner's zone: where a KPI names none, a cohort is one of its local days. */
  readonly zone: CompiledZone;
  /** The subject's data as last told: conditions look into it, and `test: true` leaves every population. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The clock of a promise (`<pack>/<promise>`); of several cycles the last one speaks. */
  clockOf(promise: string): KpiClock | undefined;
  /** What has happened to it, in the order of truth. */
  readonly facts: readonly KpiFact[];
  /** Parcels by the name of their shipment; the unnamed one is `''`. */
  readonly parcels: ReadonlyMap<string, KpiParcel>;
}

export interface KpiClock {
  /** `met` means in time. A clock that stopped after its deadline is `breached`, whatever came later. */
  readonly state: 'pending' | 'running' | 'paused' | 'met' | 'breached' | 'cancelled';
  /** ms UTC. */
  readonly start: number;
  /** The last instant that keeps the promise, ms UTC; null where the target has no deadline. */
  readonly due: number | null;
  /** Its breach rang nobody, since it was history. */
  readonly quiet: boolean;
}

export interface KpiFact {
  readonly type: string;
  /** ms UTC. */
  readonly time: number;
  /** The event's own data, as far as policies name it. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface KpiParcel {
  readonly number: boolean;
  readonly url: boolean;
}
