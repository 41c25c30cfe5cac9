import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';
import { Hono } from 'hono';

export interface InquiryOptions {
  readonly log: EventLog;
  readonly sql: Sql;
  readonly wallClock: WallClock;
  /** Whose rows are asked. */
  readonly generation: number;
}

/**
 * Answers that need judging (law 7): why a clock stands as it stands, when something would be due, what another policy
 * would have said, and which policies there are. It reads the archive and judges anew; it holds nothing and rings nobody.
 */
export function composeInquiry(_options: InquiryOptions): Hono {
  return new Hono();
}
