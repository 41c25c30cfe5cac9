import { DateTime } from 'luxon';

/** How far a calendar or a zone is compiled (DESIGN, Mechanics: from 2010 to six years ahead), ms UTC, whole UTC days. */
export interface CompiledRange {
  readonly from: number;
  readonly until: number;
}

const YEARS_AHEAD = 6;

/** @param now the instant of publishing, ms UTC. */
export function compiledRange(now: number): CompiledRange {
  return {
    from: Date.UTC(2010, 0, 1),
    until: DateTime.fromMillis(now, { zone: 'utc' }).plus({ years: YEARS_AHEAD }).startOf('day').toMillis(),
  };
}
