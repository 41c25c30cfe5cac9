/** How a clock is written down: one row a cycle, replaced whenever its subject changes. Instants are ms UTC. */

/** One span of a clock's ledger. */
export interface LedgerSpan {
  readonly from: number;
  readonly to: number;
  readonly counted: boolean;
  /** Who held it: a team, a vendor, `customer`, or empty. */
  readonly holder: string;
  /** `inbound`, `storage`, `last-mile`: as the promise names its stages; empty where it names none. */
  readonly stage: string;
  /** Which rule said so. */
  readonly rule: string;
}

export type ClockState = 'pending' | 'running' | 'paused' | 'met' | 'breached' | 'cancelled';

export interface ClockRow {
  readonly subject: string;
  readonly promise: string;
  readonly cycle: number;
  /** The offset of the last record that changed the subject. */
  readonly offset: number;
  readonly state: ClockState;
  /** Still without a stop: a breached clock may be open. */
  readonly open: boolean;
  /** `deadline`; the word of a row that has none, `none` or `not-set`; the promise's word for what never began. */
  readonly target: string;
  readonly start: number;
  /** null where the target has no deadline, and while the clock is paused. */
  readonly due: number | null;
  readonly stop: number | null;
  readonly revision: number;
  readonly quiet: boolean;
  readonly partner: string;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
  readonly team: string;
  readonly policy: number;
  readonly row: string;
  readonly ledger: readonly LedgerSpan[];
}
