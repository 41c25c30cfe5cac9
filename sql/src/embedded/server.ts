import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SqlError } from '../sql.ts';
import { writeConfiguration } from './configuration.ts';
import { Engine } from './engine.ts';
import { locateLibrary } from './library.ts';
import { requireSpace, takePort } from './room.ts';

export interface EmbeddedClickHouse {
  /** With user and password; valid for as long as it runs, restarts included. */
  readonly url: string;
  /** Of the engine that runs now; undefined between two. */
  readonly pid: number | undefined;
  /** How often the engine has died by itself and was started again. */
  readonly restarts: number;
  /** Ends the engine for good. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Made if it is missing; one process at a time may use it. */
  readonly directory: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Lines for an operator. */
  readonly report?: (line: string) => void;
  /** The engine has died; it is being started again, and statements fail with SQL_UNAVAILABLE meanwhile. */
  readonly onDown?: (reason: string) => void;
  /** Bytes that must be free in the directory. Default 1 GB. */
  readonly minimumFree?: number;
}

const READY_WITHIN_MS = 60_000;
/** How long a predecessor that has just been killed may take to let go of its directory. */
const LOCK_PATIENCE_MS = 5_000;
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 5_000;
/** An engine that lived for so long died of something new. */
const LONG_LIFE_MS = 60_000;

/**
 * Runs the engine of npm's `chdb` as a child process that serves ClickHouse's HTTP interface on 127.0.0.1. The child ends
 * with this process, however that ends, and is started again on the same port when it dies; acknowledged rows survive.
 *
 * @throws SqlError SQL_EMBEDDED with one line that says what to do: unsupported platform, low disk, port or directory in
 * use.
 * @example
 * const server = await startEmbeddedClickHouse({ directory: '.belfry/clickhouse' });
 * const sql = createSql({ url: server.url });
 */
export async function startEmbeddedClickHouse(options: EmbeddedOptions): Promise<EmbeddedClickHouse> {
  const directory = resolve(options.directory);
  const report = options.report ?? (() => {});
  const library = locateLibrary();
  const configuration = writeConfiguration(directory);
  requireSpace(directory, options.minimumFree ?? 1024 ** 3);
  const port = await takePort(options.port ?? 0);
  const { user, password } = configuration;
  const url = `http://${user}:${password}@127.0.0.1:${port}`;

  let engine: Engine | undefined;
  let restarts = 0;
  const stopping = new AbortController();

  /** Started until it answers. A directory that is locked may be a predecessor's that is just ending. */
  async function start(): Promise<Engine> {
    const until = Date.now() + LOCK_PATIENCE_MS;
    for (;;) {
      const started = new Engine(library, configuration, port);
      try {
        await started.ready(READY_WITHIN_MS, stopping.signal);
        started.unref();
        return started;
      } catch (error) {
        await started.kill();
        if (!(error instanceof SqlError) || !error.retriable || Date.now() > until) throw error;
        await pause(100);
      }
    }
  }

  async function supervise(running: Engine): Promise<void> {
    let backoff = FIRST_BACKOFF_MS;
    for (let current = running; ; ) {
      const since = Date.now();
      const reason = await current.ended;
      engine = undefined;
      if (stopping.signal.aborted) return;
      if (Date.now() - since > LONG_LIFE_MS) backoff = FIRST_BACKOFF_MS;
      report(`ClickHouse (pid ${current.pid}) has ended: ${reason}. Starting it again.`);
      options.onDown?.(reason);
      for (let back = false; !back; ) {
        await pause(backoff, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
        if (stopping.signal.aborted) return;
        backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MS);
        try {
          current = await start();
          back = true;
        } catch (error) {
          if (stopping.signal.aborted) return;
          report(`ClickHouse does not start: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      engine = current;
      restarts += 1;
      report(`ClickHouse runs again (pid ${current.pid}).`);
    }
  }

  engine = await start();
  const supervised = supervise(engine);

  return {
    url,
    get pid() {
      return engine?.pid;
    },
    get restarts() {
      return restarts;
    },
    stop: async () => {
      stopping.abort();
      await engine?.kill();
      await supervised;
    },
  };
}
