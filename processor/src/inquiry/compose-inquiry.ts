import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';
import { Hono } from 'hono';
import { deadlineRoutes } from './deadline/deadline-routes.ts';
import { explainRoutes } from './explain/explain-routes.ts';
import { createPolicyShelf } from './policy-shelf.ts';

export { deadlineInWords } from './deadline/deadline-words.ts';
export { deadlineOffline } from './deadline/offline.ts';
export { inWords } from './explain/in-words.ts';
export { plain, terminal } from './words/style.ts';

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
export function composeInquiry(options: InquiryOptions): Hono {
  const shelf = createPolicyShelf(options.sql, options.generation);
  const app = new Hono();
  app.route('/', explainRoutes({ ...options, shelf }));
  app.route('/', deadlineRoutes(shelf));
  return app;
}
