import type { SayingTaken } from '@belfry/dashboard/contract';
import { composeIngest } from '@belfry/ingest/compose';
import type { BelfryEvent } from '@belfry/ingest/contract';
import type { Sql } from '@belfry/sql';
import { type Directory, directoryOf } from '../../dashboard/src/server/directory.ts';
import type { CallerOf } from '../../dashboard/src/server/people/caller.ts';
import { createPeopleRoutes } from '../../dashboard/src/server/people/people-routes.ts';
import { sayToIntake } from '../../dashboard/src/server/people/say/say-to-intake.ts';
import { createFakeWallClock, type FakeWallClock } from './fake-wall-clock.ts';
import { createMemoryLog, type MemoryLog } from './memory-log.ts';

/** The routes of people before a real intake, on one log and one clock: by default a log in memory of its own. */
export interface PeopleRoom {
  readonly log: MemoryLog;
  readonly clock: FakeWallClock;
  /** Posts to `/api/say`. */
  say(saying: unknown, headers?: Record<string, string>): Promise<Answer<SayingTaken & Refused>>;
  get<Body>(path: string): Promise<Answer<Body>>;
  post<Body>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<Body>>;
  /** Everything that the log of events holds. */
  events(): BelfryEvent[];
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Refused {
  readonly refused: string;
  readonly reason: string;
  readonly remedy: string;
}

export interface PeopleRoomOptions {
  /** ms UTC, where no clock is given. */
  readonly now?: number;
  readonly log?: MemoryLog;
  readonly clock?: FakeWallClock;
  readonly sql?: Sql;
  readonly directory?: () => Directory;
  readonly callerOf?: CallerOf;
}

export async function openPeopleRoom(options: PeopleRoomOptions): Promise<PeopleRoom> {
  const { now = 0, clock = createFakeWallClock(now), sql = {} as Sql, callerOf } = options;
  const log = options.log ?? createMemoryLog({ wallClock: clock });
  await log.ensure([{ name: 'events', partitions: 0 }]);
  const ingest = composeIngest({ log, wallClock: clock });
  const fetch: typeof globalThis.fetch = async (input, init) => ingest.app.fetch(new Request(input, init));
  let ids = 0;
  const app = createPeopleRoutes({
    store: { sql, generation: 1 },
    directory: options.directory ?? (() => directoryOf([])),
    now: () => clock.now(),
    say: sayToIntake({ url: 'http://intake.test', fetch }),
    newId: () => `fresh-${++ids}`,
    ...(callerOf && { callerOf }),
  });
  const ask = async <Body>(path: string, init?: RequestInit): Promise<Answer<Body>> => {
    const response = await app.request(path, init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  };
  const post: PeopleRoom['post'] = (path, body, headers = {}) =>
    ask(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const lanes = Array.from({ length: log.partitions('events') }, (_, lane) => lane);
  return {
    log,
    clock,
    post,
    say: (saying, headers) => post('/api/say', saying, headers),
    get: (path) => ask(path),
    events: () =>
      lanes.flatMap((lane) =>
        log.records('events', lane).map(({ value }) => JSON.parse(value.toString('utf8')) as BelfryEvent),
      ),
  };
}
