import type { BelfryEvent } from '../../../contract/index.ts';
import type { JoinReport } from '../mapping/open-mapping.ts';
import type { RowProblemCode } from '../mapping/row-problem.ts';

/** What became of the rows and events so far. Adds up: `imported + refused = rows`. */
export interface ImportCounts {
  rows: number;
  imported: number;
  refused: number;
  /** Imported rows that told nothing new: states that differ in nothing that the mapping reads, or older ones. */
  unchanged: number;
  /** Imported rows without a partner; theirs is `unknown`. */
  unknownPartner: number;
  events: number;
  accepted: number;
  /** Events that intake knew already. */
  duplicates: number;
  /** Events without a time of their own: they got the latest known one. */
  inferredTimes: number;
  /** Events of which only the day is known. */
  dayTimes: number;
  byType: Record<string, number>;
  refusedBy: Record<string, number>;
  /** When the first and the last event happened, ms UTC; null without events. */
  first: number | null;
  last: number | null;
}

export interface RefusedRow {
  readonly line: number;
  readonly code: RowProblemCode;
  readonly reason: string;
  readonly key?: string;
}

export interface ImportReport extends ImportCounts {
  readonly importid: string;
  readonly mapping: string;
  readonly file: string;
  readonly dryRun: boolean;
  /** How many rows an earlier run had imported already. */
  readonly resumedAfter: number;
  readonly joins: readonly JoinReport[];
  /** The first refused rows. All of them: `refusedList`. */
  readonly refusedRows: readonly RefusedRow[];
  /** NDJSON of all refused rows: line, code, reason. */
  readonly refusedList: string | null;
  /** The refused rows with the file's own header, to mend and import again. */
  readonly refusedFile: string | null;
  /** The first events, as they were or would be sent. */
  readonly sample: readonly BelfryEvent[];
  readonly seconds: number;
}

export const noCounts = (): ImportCounts => ({
  rows: 0,
  imported: 0,
  refused: 0,
  unchanged: 0,
  unknownPartner: 0,
  events: 0,
  accepted: 0,
  duplicates: 0,
  inferredTimes: 0,
  dayTimes: 0,
  byType: {},
  refusedBy: {},
  first: null,
  last: null,
});
