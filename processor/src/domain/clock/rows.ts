/** How a clock is written down: one row a cycle, replaced whenever its subject changes. Instants are ms UTC. */

/** One span of a clock's ledger. */
export interface LedgerSpan {
  readonly from: number;
  readonly to: number;
  readonly counted: boolean;
  /** Who held it: a team, `customer`, or empty. */
  readonly holder: string;
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
  /** `deadline`, or the word of a row that has none: `none`, `not-set`. */
  readonly target: 'deadline' | 'none' | 'not-set';
  readonly start: number;
  /** null where the target has no deadline. */
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
