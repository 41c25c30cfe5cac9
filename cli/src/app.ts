import { join } from 'node:path';
import { type Access, createAccess, reachedAs } from '@belfry/access';
import { composeDashboard, explainByProcessor, sayToIntake } from '@belfry/dashboard/compose';
import { createIntakeClient } from '@belfry/ingest/client';
import { composeIngest } from '@belfry/ingest/compose';
import { machineClock } from '@belfry/ingest/contract';
import { LOGS } from '@belfry/ingest/log';
import { composeProcessor, createInbound, readHooks, shippedPacks } from '@belfry/processor/compose';
import { composeInquiry } from '@belfry/processor/inquiry';
import { migrate } from '@belfry/sql';
import { Hono } from 'hono';
import { openBackends } from './backends.ts';
import { openDemo } from './demo/demo.ts';
import { readDemoHooks, saysWhoIsTold } from './demo/demo-hooks.ts';
import { createDemoReceiver, DEMO_RECEIVER_PATH } from './demo/demo-receiver.ts';
import { createDemoStore } from './demo/demo-state.ts';
import { openDoor } from './door.ts';
import type { Environment } from './environment.ts';
import { requireDisk } from './preflight.ts';

export interface AppOptions {
  /** BELFRY_DATA: the directory of all data; demo and live data lie apart in it and are never wiped. */
  readonly data: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Without the demo's history and story. */
  readonly empty: boolean;
  readonly environment: Environment;
  /** Lines for whoever started it. */
  readonly report: (line: string) => void;
  /** Called when a stage cannot go on by itself. What is stored is safe; starting again goes on. */
  readonly onFatal: (error: Error) => void;
}

export interface App {
  /** Where wall, API and `/events` are. */
  readonly url: string;
  /** Signs the first admin in, where a token is needed and there was none; shown once. */
  readonly adminLink?: string;
  /** What the stages stand on, in words. */
  readonly words: string;
  /** Begins to tell the demo, if there is one; apart, so that one can be told first where the wall is. */
  begin(): void;
  /** Resolves when nothing of it runs any more, children included. */
  stop(): Promise<void>;
}

/**
 * All stages in one process and on one port.
 *
 * @throws BelfryError, HooksError, LogError or SqlError with one line that says the remedy; nothing is left running then
 */
export async function startBelfry(options: AppOptions): Promise<App> {
  const { environment, host, port, empty, report, onFatal } = options;
  const kind = empty ? 'live' : 'demo';
  const directory = join(options.data, kind);
  await requireDisk(directory);

  const receiver = empty || saysWhoIsTold(environment.variables) ? undefined : createDemoReceiver();
  let hooks = await readHooks(environment.variables, machineClock.now());
  for (const warning of hooks.warnings) report(`warning: ${warning}`);

  const running = new Running();
  try {
    const door = await openDoor(port, host);
    running.add('the port', () => door.close());
    const backends = await openBackends({ environment, kind, directory, report });
    running.add('the log and the tables', () => backends.close());
    const { log, sql } = backends;
    const url = `http://${reachedAs(host)}:${new URL(door.url).port}`;
    if (receiver !== undefined) {
      const address = { url: `${url}${DEMO_RECEIVER_PATH}`, secret: receiver.secret };
      hooks = await readDemoHooks(address, machineClock.now());
    }
    await Promise.all([migrate(sql), log.ensure(LOGS)]);

    const wallClock = machineClock;
    const processor = composeProcessor({
      log,
      sql,
      wallClock,
      policies: await shippedPacks({ demo: !empty }),
      hooks: hooks.hooks,
      baseUrl: environment.publicUrl ?? door.url,
      routing: hooks,
      onFatal,
      report,
    });
    const ingest = composeIngest({ log, wallClock, report });
    const inquiry = composeInquiry({ log, sql, wallClock, generation: 1, routing: hooks.routing, report });
    const backlog = (): number =>
      processor.lanes().reduce((sum, lane) => sum + (lane.log === 'events' ? lane.end - lane.nextOffset : 0), 0);
    const access = createAccess({ sql, wallClock, host, proxied: environment.proxied, report });
    running.add('the tokens', () => access.stop());
    await access.start();

    running.add('ingest', () => ingest.close());
    // The demo tells what it missed before the door serves, and people are heard in the same process: neither comes
    // through the door.
    const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
      ingest.app.fetch(new Request(input, init));
    const say = sayToIntake({ url: door.url, fetch });
    const inbound = createInbound({
      hooks: hooks.hooks,
      say: async (event) => void (await say([event])),
      wallClock,
      report,
    });
    const dashboard = composeDashboard({
      log,
      sql,
      wallClock,
      lanes: () => processor.lanes(),
      demo: !empty,
      say,
      // It is asked in the same process, so not through the door either.
      explain: explainByProcessor({
        url: door.url,
        fetch: async (input, init) => inquiry.fetch(new Request(input, init)),
      }),
      report,
      access,
    });
    const client = createIntakeClient({ url: door.url, fetch, wallClock });
    const demo = empty
      ? undefined
      : await openDemo({ store: createDemoStore(directory), client, wallClock, backlog, report });
    if (demo !== undefined) running.add('the demo', () => demo.stop());
    await demo?.catchUp();

    running.add('the processor', () => processor.stop());
    await processor.start();
    running.add('the dashboard', () => dashboard.stop());
    await dashboard.start();
    dashboard.attach(door.server);
    // Not before the processor has started: a subject pins the policies in force when its first event is read, so that
    // what came before the very first policy would never be ruled by any.
    const receivers = receiver === undefined ? [] : [receiver.app];
    door.serve(composeRoutes(access, [ingest.app, inquiry, inbound, ...receivers, dashboard.app]).fetch);
    const adminLink = await access.firstAdminLink(url);
    return {
      url,
      ...(adminLink !== undefined && { adminLink }),
      words: backends.words,
      begin: () => void demo?.run().catch(onFatal),
      stop: () => running.stop(report),
    };
  } catch (error) {
    await running.stop(report);
    throw error;
  }
}

/** The routes of all stages, behind the one gate. */
export const composeRoutes = (access: Pick<Access, 'gate' | 'app'>, stages: readonly Hono[]): Hono =>
  stages.reduce((app, stage) => app.route('/', stage), new Hono().use(access.gate).route('/', access.app));

/** The order in which an app ends: what tells events first, what the stages stand on last. */
const ENDING = [
  'the demo',
  'ingest',
  'the processor',
  'the dashboard',
  'the tokens',
  'the port',
  'the log and the tables',
] as const;

/** What has been started. A part that fails to stop does not keep the others running. */
class Running {
  readonly #parts = new Map<(typeof ENDING)[number], () => Promise<void>>();
  #stopped: Promise<void> | undefined;

  add(name: (typeof ENDING)[number], stop: () => Promise<void>): void {
    this.#parts.set(name, stop);
  }

  stop(report: (line: string) => void): Promise<void> {
    this.#stopped ??= this.#stopAll(report);
    return this.#stopped;
  }

  async #stopAll(report: (line: string) => void): Promise<void> {
    for (const name of ENDING) {
      await this.#parts
        .get(name)?.()
        .catch((error: unknown) => report(`stopping ${name}: ${String(error)}`));
    }
  }
}
