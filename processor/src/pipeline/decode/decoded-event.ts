import { EVENT_TYPES } from '@belfry/ingest/contract';
import type { Fact } from '../../domain/clock/facts/fact.ts';

/** Why a record of the log cannot be judged. It goes to quarantine with its bytes, and the lane moves on (law 4). */
export interface Undecodable {
  readonly code: 'NOT_JSON' | 'NOT_AN_EVENT' | 'UNKNOWN_TYPE' | 'WRONG_KEY' | 'NO_TIME' | 'IN_THE_FUTURE';
  readonly reason: string;
}

export interface DecodedEvent {
  readonly subject: string;
  readonly source: string;
  readonly importid: string | undefined;
  readonly fact: Fact;
}

export const KNOWN_TYPES: ReadonlySet<string> = new Set(EVENT_TYPES);

/** Depth takes bytes: what is shorter is never too deep to be written. */
export const SURELY_FLAT_BYTES = 2048;

export const NO_DATA: Fact['data'] = {};

/**
 * A value as it can be stored. JSON tells numbers that are too large for one, such as 1e400, and has no word for what is
 * read of them: after a restart they would be null, so they are null at once.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return isStorable(value) ? value : JSON.parse(JSON.stringify(value));
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isStorable);
}
