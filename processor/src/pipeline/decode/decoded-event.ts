import { EVENT_TYPES } from '@belfry/ingest/contract';
import type { Fact } from '../../domain/clock/facts/fact.ts';

/** Why a record of the log cannot be judged. It goes to quarantine with its bytes, and the lane moves on (law 4). */
export interface Undecodable {
  readonly code: 'NOT_JSON' | 'NOT_AN_EVENT' | 'UNKNOWN_TYPE' | 'WRONG_KEY' | 'NO_TIME' | 'IN_THE_FUTURE';
  readonly reason: string;
}

export interface DecodedEvent {
  readonly subject: string;
  readonly importid: string | undefined;
  readonly fact: Fact;
}

export const KNOWN_TYPES: ReadonlySet<string> = new Set(EVENT_TYPES);

/** Depth takes bytes: what is shorter is never too deep to be written. */
export const SURELY_FLAT_BYTES = 2048;

export const NO_DATA: Fact['data'] = {};
