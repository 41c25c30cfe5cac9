import { composeIngest, type IngestOptions } from '@belfry/ingest/compose';
import type { BelfryEvent } from '@belfry/ingest/contract';
import type { Sql } from '@belfry/sql';
import { type Directory, directoryOf } from '../../dashboard/src/server/directory.ts';
import type { CallerOf } from '../../dashboard/src/server/people/caller.ts';
import { createPeopleRoutes } from '../../dashboard/src/server/people/people-routes.ts';
import { sayToIntake } from '../../dashboard/src/server/people/say/say-to-intake.ts';
import { createFakeWallClock, type FakeWallClock } from './fake-wall-clock.ts';
import { createMemoryLog, type MemoryLog } from './memory-log.ts';

/** The routes of people before a real intake on a log in memory, with a clock that the test moves. */
export interface PeopleRoom {
  readonly log: MemoryLog;
  readonly clock: FakeWallClock;
  readonly reports: readonly string[];
  /** Posts to `/api/say`. */
  say(saying: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Everything that the log of events holds. */
  events(): BelfryEvent[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // What a route answers is for the test to say.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface PeopleRoomOptions {
  /** ms UTC. */
  readonly now: number;
  readonly sql?: Sql;
  readonly directory?: Directory;
  readonly callerOf?: CallerOf;
  readonly limits?: IngestOptions['limits'];
}

export async function openPeopleRoom({
  now,
  sql,
  directory,
  callerOf,
  limits,
}: PeopleRoomOptions): Promise<PeopleRoom> {
  const clock = createFakeWallClock(now);
  const log = createMemoryLog({ wallClock: clock });
  await log.ensure([{ name: 'events', partitions: 2 }]);
  const reports: string[] = [];
  const ingest = composeIngest({
    log,
    wallClock: clock,
    report: (line) => reports.push(line),
    ...(limits && { limits }),
  });
  const fetch: typeof globalThis.fetch = async (input, init) => ingest.app.fetch(new Request(input, init));
  let ids = 0;
  const app = createPeopleRoutes({
    store: { sql: sql ?? ({} as Sql), generation: 1 },
    directory: () => directory ?? directoryOf([]),
    now: () => clock.now(),
    say: sayToIntake({ url: 'http://intake.test', fetch }),
    newId: () => `fresh-${++ids}`,
    ...(callerOf && { callerOf }),
  });
  const ask = async (path: string, init?: RequestInit): Promise<Answer> => {
    const response = await app.request(path, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
  const post: PeopleRoom['post'] = (path, body, headers = {}) =>
    ask(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  return {
    log,
    clock,
    reports,
    post,
    say: (saying, headers) => post('/api/say', saying, headers),
    get: (path) => ask(path),
    events: () =>
      [0, 1].flatMap((lane) => log.records('events', lane).map(({ value }) => JSON.parse(value.toString('utf8')))),
  };
}
