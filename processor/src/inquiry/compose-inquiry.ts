import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';
import { Hono } from 'hono';
import { NOBODY } from '../alerting/read-hooks.ts';
import type { CompiledRouting } from '../contract/index.ts';
import { createPolicyPublisher } from '../pipeline/publish-policies.ts';
import { publishedPolicies } from '../pipeline/published-policies.ts';
import { backtestRoutes } from './backtest/backtest-routes.ts';
import { deadlineRoutes } from './deadline/deadline-routes.ts';
import { explainRoutes } from './explain/explain-routes.ts';
import { policyRoutes } from './policies/policy-routes.ts';
import { createPolicyShelf } from './policy-shelf.ts';
import { routeRoutes } from './route/route-routes.ts';

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
  /** Who is told what. Without it nobody is. */
  readonly routing?: CompiledRouting;
  /** Called for what an operator should read. */
  readonly report: (line: string) => void;
}

/**
 * Answers that need judging (law 7): why a clock stands as it stands, when something would be due, what another policy
 * would have said, which policies there are, and who would be told. It reads the archive and judges anew; it holds nothing and rings nobody.
 * What it is told to publish it puts into the log, and the lanes take it from there.
 */
export function composeInquiry(options: InquiryOptions): Hono {
  const { log, sql, wallClock, generation, routing = NOBODY.routing, report } = options;
  const shelf = createPolicyShelf(sql, generation);
  const published = publishedPolicies(sql, generation);
  const publisher = createPolicyPublisher({ log, published, wallClock, report });
  return new Hono()
    .route('/', explainRoutes({ log, sql, wallClock, generation, shelf }))
    .route('/', deadlineRoutes(shelf))
    .route('/', policyRoutes({ published, publisher, wallClock }))
    .route('/', routeRoutes({ routing, wallClock }))
    .route('/', backtestRoutes({ sql, generation, published, wallClock, report }));
}
