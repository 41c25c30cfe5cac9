/**
 * How KPI counts travel. A subject's contribution to a KPI is (cell, num, den); when a record changes it, the difference
 * is a delta. Lanes publish deltas to the log `kpi`, keyed by partner; the KPI fold adds them to totals and tells each
 * change on the log `signals` as a record of kind `totals`.
 */

/** Where a count stands. `bucket` is the cohort's local day: whole days since 1970-01-01 in the partner's zone. */
export interface Cell {
  readonly kpi: string;
  readonly partner: string;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
  readonly bucket: number;
}

/** One change of one cell by one subject's effect of one record. */
export interface Delta extends Cell {
  readonly offset: number;
  readonly subject: string;
  readonly num: number;
  readonly den: number;
  /** From history that was released: counted, but what it trips is not delivered. */
  readonly quiet: boolean;
  /** The append time of the record in the events lane, ms UTC: since when the count is known. */
  readonly at: number;
  readonly cause: DeltaCauseName;
}

/** Why a count changed (docs/kpis.md, What a record changes). */
export type DeltaCauseName =
  | 'counted'
  | 'revised'
  | 'moved'
  | 'withdrawn'
  | 'policy'
  | 'history'
  | `excluded/${string}`;

/** The value of a record of kind `deltas`: those of a run of records of one events lane, for one partner. */
export interface DeltaMessage {
  readonly partner: string;
  /** The events lane that they come from; offsets are that lane's and never fall within a message. */
  readonly lane: number;
  readonly deltas: readonly DeltaTuple[];
}

/**
 * A delta without its partner, as a tuple: [offset, subject, kpi, market, carrier, channel, bucket, num, den, quiet, at,
 * cause]. Messages from before causes were told end with `quiet`.
 */
export type DeltaTuple = readonly [
  number,
  string,
  string,
  string,
  string,
  string,
  number,
  number,
  number,
  0 | 1,
  number,
  DeltaCauseName,
];

/** The sum of all deltas of one cell, as the KPI fold knows it. */
export interface Total extends Cell {
  readonly num: number;
  readonly den: number;
  /** The offset in the log `kpi` (lane `lane`) of the last record that changed it: the version of the row. */
  readonly offset: number;
}

/** The value of a record of kind `totals` on the log `signals`. */
export interface TotalsMessage {
  /** The kpi lane. A partner's totals live in one lane. */
  readonly lane: number;
  /** The highest kpi offset that the totals include. */
  readonly offset: number;
  /** How far time has come in the kpi lane, ms UTC: windows are evaluated as of this instant. */
  readonly horizon: number;
  /** For each partner named here: the events offsets that its totals include, per events lane. */
  readonly includes: Readonly<Record<string, Readonly<Record<number, number>>>>;
  readonly totals: readonly Total[];
}

export const encodeDeltas = (message: DeltaMessage): Buffer => Buffer.from(JSON.stringify(message));
export const decodeDeltas = (value: Buffer): DeltaMessage => JSON.parse(value.toString('utf8')) as DeltaMessage;
export const encodeTotals = (message: TotalsMessage): Buffer => Buffer.from(JSON.stringify(message));
export const decodeTotals = (value: Buffer): TotalsMessage => JSON.parse(value.toString('utf8')) as TotalsMessage;
