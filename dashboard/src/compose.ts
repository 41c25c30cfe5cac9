import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Access } from '@belfry/access';
import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';
import type { Hono } from 'hono';
import { nameIn } from './server/directory.ts';
import { createKpiRoutes } from './server/drilldown/kpi-routes.ts';
import { Forecaster, inPicture } from './server/forecast/forecast.ts';
import { createForecastRoutes } from './server/forecast/forecast-routes.ts';
import { createHistory } from './server/history.ts';
import { watchDeliveries } from './server/hooks/deliveries-watch.ts';
import { HooksBook } from './server/hooks/hooks-book.ts';
import { createHooksRoutes } from './server/hooks/hooks-routes.ts';
import { storedRouting } from './server/hooks/stored-routing.ts';
import { ToldBook } from './server/hooks/told-book.ts';
import { kpisAsOf } from './server/kpi-as-of.ts';
import { createPageRoutes } from './server/pages/page-routes.ts';
import { callerByToken } from './server/people/caller.ts';
import { createPeopleRoutes } from './server/people/people-routes.ts';
import type { Say } from './server/people/say/say-to-intake.ts';
import { Relay } from './server/relay.ts';
import { reviewRoutes } from './server/review/review-routes.ts';
import { createRoutes } from './server/routes.ts';
import type { Explain } from './server/subject/explain-by-processor.ts';
import { readWallFiles } from './server/wall-files.ts';
import { createWalls } from './server/walls.ts';

export type { Caller, CallerOf } from './server/people/caller.ts';
export { type IntakeAddress, IntakeAway, type Say, sayToIntake } from './server/people/say/say-to-intake.ts';

/** Where one lane of a log stands; the processor's `LaneStatus` fits. */
export interface LaneStatus {
  readonly log: string;
  readonly lane: number;
  readonly nextOffset: number;
  readonly end: number;
  readonly horizon: number;
}

export { type Explain, explainByProcessor, type ProcessorAddress } from './server/subject/explain-by-processor.ts';

export interface DashboardOptions {
  readonly log: EventLog;
  readonly sql: Sql;
  readonly wallClock: WallClock;
  /** The processor's lanes, where it runs in this process; otherwise the tables and the log are asked. */
  readonly lanes?: () => readonly LaneStatus[];
  /** Whether the data is the demo's. */
  readonly demo: boolean;
  /** Where what people say goes: to intake (`sayToIntake`). */
  readonly say: Say;
  /** Who says why clocks stand as they stand: a processor (`explainByProcessor`). */
  readonly explain: Explain;
  /** Which generation of rows is shown. Default 1. */
  readonly generation?: number;
  /** Called for what an operator should read. */
  readonly report: (line: string) => void;
  /** Whom to let in at the walls' sockets; its gate stands before `app`. Without it everybody is let in. */
  readonly access?: Pick<Access, 'admit' | 'onRevoked'>;
}

export interface Dashboard {
  /**
   * Serves `/`, `/partners`, `/partner/*`, `/review`, `/assets/*`, `/favicon.svg`, `/api/snapshot`, `/api/forecast`, `/api/kpis`,
   * `/api/kpi/...`, `/api/review`, `/api/say`, `/api/incidents`, `/api/silences`, `/api/audit`, `/api/partners/:id/notes`,
   * `/api/hooks/...`, `/api/subject/...`, `/api/find`, `/api/queues`, `/api/unmatched`, `/docs/kpi.json`, `/docs/pages.json`, `/docs/people.json`, `/api/health`, `/livez`, `/readyz`.
   */
  readonly app: Hono;
  /** How hooks stand, from the log `deliveries`; `failing()` names those that the wall shows. */
  readonly hooksBook: HooksBook;
  /** Puts the walls' sockets on a server (path `/socket.io/`). Call before it listens. */
  attach(server: HttpServer): void;
  /** Begins to read the log and the tables. Throws LogError if `signals` or `deliveries` cannot be read. */
  start(): Promise<void>;
  /** Closes the sockets and stops reading; the HTTP server is the caller's. */
  stop(): Promise<void>;
}

const lanePosition = ({ log, lane, nextOffset, end }: LaneStatus) => ({ log, lane, nextOffset, end });

const DIST = fileURLToPath(new URL('../dist', import.meta.url));

/**
 * Builds the dashboard; nothing runs before `start`. The logs `signals` and `deliveries` must have been ensured.
 *
 * @example
 * const say = sayToIntake({ url: 'http://127.0.0.1:4101' });
 * const explain = explainByProcessor({ url: 'http://127.0.0.1:4102' });
 * const dashboard = composeDashboard({ log, sql, wallClock: machineClock, demo: false, say, explain, report: console.error });
 * const server = serve({ fetch: dashboard.app.fetch, port: 4100 });
 * dashboard.attach(server);
 * await dashboard.start();
 */
export function composeDashboard(options: DashboardOptions): Dashboard {
  const { log, sql, wallClock, lanes, demo, say, explain, generation = 1, report } = options;
  const files = readWallFiles(DIST);
  const now = (): number => wallClock.now();
  const hooksBook = new HooksBook(now);
  const forecaster = new Forecaster(sql, generation);
  const walls = createWalls(() => relay.asTold(), now, options.access);
  const relay: Relay = new Relay({
    log,
    history: createHistory(sql, generation),
    wallClock,
    build: files?.build ?? '',
    demo,
    lanes: lanes && (() => lanes().filter((lane) => lane.log === 'events')),
    forecast: async (at) => inPicture(await forecaster.at(at)),
    failingHooks: () => hooksBook.failing(),
    report,
    begun: (snapshot) => walls.snapshot(snapshot),
    send: (frame) => walls.frame(frame),
    beat: () => walls.heartbeat(relay.broadcast.heartbeat()),
  });
  const toldBook = new ToldBook();
  const deliveries = watchDeliveries({ log, wallClock, books: [hooksBook, toldBook], report });
  const store = { sql, generation };
  const directory = () => relay.directory;
  const app = createRoutes({
    files,
    ready: () => relay.ready,
    snapshot: () => relay.snapshot(),
    kpisAsOf: kpisAsOf(sql, generation, directory, relay.kpis, now),
    review: reviewRoutes({ sql, generation, now, nameOf: (by, group) => nameIn(relay.directory, by, group) }),
    kpi: createKpiRoutes({ store, directory, now }),
    pages: createPageRoutes({ store, directory, now, explain, told: (subject) => toldBook.of(subject) }),
    people: createPeopleRoutes({ store, directory, now, say, newId: randomUUID }),
    forecast: createForecastRoutes(forecaster, now),
    hooks: createHooksRoutes({
      book: hooksBook,
      log,
      wallClock,
      routing: () => storedRouting(sql, generation),
      whoAsks: (c) => callerByToken(c).name,
    }),
    health: () => ({ demo, ...relay.health(), ...(lanes && { lanes: lanes().map(lanePosition) }) }),
  });
  return {
    app,
    hooksBook,
    attach: (server) => walls.attach(server),
    async start() {
      await relay.start();
      await deliveries.start();
    },
    async stop() {
      await deliveries.stop();
      await relay.stop();
      await walls.stop();
    },
  };
}
