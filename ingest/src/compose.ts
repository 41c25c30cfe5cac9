import { Hono } from 'hono';
import type { WallClock } from './contract/index.ts';
import { LIMITS, type Limits } from './domain/limits.ts';
import type { EventLog } from './log/event-log.ts';
import { Admission } from './sources/http/admission.ts';
import { AppendQueue } from './sources/http/append-queue.ts';
import { documentsRoute } from './sources/http/documents-route.ts';
import { eventsRoute } from './sources/http/events-route.ts';
import { Intake } from './sources/http/intake.ts';

export interface IngestLimits extends Limits {
  /** Bytes of request bodies under way at once; beyond them 429. */
  readonly bytesUnderWay: number;
  /** A log that lets an append wait longer than this, ms, is slow: 429. */
  readonly slowAfterMs: number;
  /** A request that the log has not answered by then, ms, is answered 503. */
  readonly patienceMs: number;
  /** How many acknowledged events are remembered, to say `duplicate`. */
  readonly remembered: number;
}

export const INGEST_LIMITS: IngestLimits = {
  ...LIMITS,
  bytesUnderWay: 32 * 1024 * 1024,
  slowAfterMs: 5_000,
  patienceMs: 30_000,
  remembered: 50_000,
};

export interface IngestOptions {
  /** `ensure` has been called for the log `events`. */
  readonly log: EventLog;
  readonly wallClock: WallClock;
  readonly limits?: Partial<IngestLimits>;
  /** Called for what an operator should read. */
  readonly report?: (line: string) => void;
}

export interface Ingest {
  /** `POST /events`, the published schema and its page. To be mounted at the root. */
  readonly app: Hono;
  /** Takes nothing more, and resolves once everything taken is in the log or has failed. Does not close the log. */
  close(): Promise<void>;
}

export function composeIngest(options: IngestOptions): Ingest {
  const { log, wallClock, report = () => {} } = options;
  const limits: IngestLimits = { ...INGEST_LIMITS, ...options.limits };
  const queue = new AppendQueue(log, 'events', wallClock);
  const admission = new Admission({
    mostBytes: limits.bytesUnderWay,
    slowAfterMs: limits.slowAfterMs,
    slowness: () => queue.slowness(),
  });
  const intake = new Intake({ queue, partitions: log.partitions('events'), limits, remembered: limits.remembered });
  let closing = false;

  const app = new Hono();
  app.route(
    '/',
    eventsRoute({
      intake,
      admission,
      limits,
      wallClock,
      report,
      patienceMs: limits.patienceMs,
      isClosing: () => closing,
    }),
  );
  app.route('/', documentsRoute(limits));
  return {
    app,
    close() {
      closing = true;
      return admission.idle();
    },
  };
}
