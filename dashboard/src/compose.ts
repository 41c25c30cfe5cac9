import type { Server as HttpServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Access } from '@belfry/access';
import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';
import type { Hono } from 'hono';
import { nameIn } from './server/directory.ts';
import { createKpiRoutes } from './server/drilldown/kpi-routes.ts';
import { createHistory } from './server/history.ts';
import { kpisAsOf } from './server/kpi-as-of.ts';
import { Relay } from './server/relay.ts';
import { reviewRoutes } from './server/review/review-routes.ts';
import { createRoutes } from './server/routes.ts';
import { readWallFiles } from './server/wall-files.ts';
import { createWalls } from './server/walls.ts';

/** Where one lane of a log stands; the processor's `LaneStatus` fits. */
export interface LaneStatus {
  readonly log: string;
  readonly lane: number;
  readonly nextOffset: number;
  readonly end: number;
  readonly horizon: number;
}

export interface DashboardOptions {
  readonly log: EventLog;
  readonly sql: Sql;
  readonly wallClock: WallClock;
  /** The processor's lanes, where it runs in this process; otherwise the tables and the log are asked. */
  readonly lanes?: () => readonly LaneStatus[];
  /** Whether the data is the demo's. */
  readonly demo: boolean;
  /** Which generation of rows is shown. Default 1. */
  readonly generation?: number;
  /** Called for what an operator should read. */
  readonly report: (line: string) => void;
  /** Whom to let in at the walls' sockets; its gate stands before `app`. Without it everybody is let in. */
  readonly access?: Pick<Access, 'admit' | 'onRevoked'>;
}

export interface Dashboard {
  /**
   * Serves `/`, `/partners`, `/partner/*`, `/review`, `/assets/*`, `/favicon.svg`, `/api/snapshot`, `/api/kpis`,
   * `/api/kpi/...`, `/api/review`, `/docs/kpi.json`, `/api/health`, `/livez`, `/readyz`.
   */
  readonly app: Hono;
  /** Puts the walls' sockets on a server (path `/socket.io/`). Call before it listens. */
  attach(server: HttpServer): void;
  /** Begins to read the log and the tables. Throws LogError if the log `signals` cannot be read. */
  start(): Promise<void>;
  /** Closes the sockets and stops reading; the HTTP server is the caller's. */
  stop(): Promise<void>;
}

const lanePosition = ({ log, lane, nextOffset, end }: LaneStatus) => ({ log, lane, nextOffset, end });

const DIST = fileURLToPath(new URL('../dist', import.meta.url));

/**
 * Builds the dashboard; nothing runs before `start`. The log `signals` must have been ensured.
 *
 * @example
 * const dashboard = composeDashboard({ log, sql, wallClock: machineClock, demo: false, report: console.error });
 * const server = serve({ fetch: dashboard.app.fetch, port: 4100 });
 * dashboard.attach(server);
 * await dashboard.start();
 */
export function composeDashboard(options: DashboardOptions): Dashboard {
  const { log, sql, wallClock, lanes, demo, generation = 1, report } = options;
  const files = readWallFiles(DIST);
  const now = (): number => wallClock.now();
  const walls = createWalls(() => relay.snapshot(), now, options.access);
  const relay: Relay = new Relay({
    log,
    history: createHistory(sql, generation),
    wallClock,
    build: files?.build ?? '',
    demo,
    lanes: lanes && (() => lanes().filter((lane) => lane.log === 'events')),
    report,
    begun: (snapshot) => walls.snapshot(snapshot),
    send: (frame) => walls.frame(frame),
    beat: () => walls.heartbeat(relay.broadcast.heartbeat()),
  });
  const app = createRoutes({
    files,
    ready: () => relay.ready,
    snapshot: () => relay.snapshot(),
    kpisAsOf: kpisAsOf(sql, generation, () => relay.directory, relay.kpis, now),
    review: reviewRoutes({ sql, generation, now, nameOf: (by, group) => nameIn(relay.directory, by, group) }),
    kpi: createKpiRoutes({ store: { sql, generation }, directory: () => relay.directory, now }),
    health: () => ({ demo, ...relay.health(), ...(lanes && { lanes: lanes().map(lanePosition) }) }),
  });
  return {
    app,
    attach: (server) => walls.attach(server),
    start: () => relay.start(),
    async stop() {
      await relay.stop();
      await walls.stop();
    },
  };
}
