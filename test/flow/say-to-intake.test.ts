import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeIngest } from '@belfry/ingest/compose';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { IntakeAway, sayToIntake } from '../../dashboard/src/server/people/say/say-to-intake.ts';
import { createFakeWallClock } from '../support/fake-wall-clock.ts';
import { createMemoryLog, type MemoryLog } from '../support/memory-log.ts';

/** Intake at an address of its own, which asks for a token. */
const NOW = Date.UTC(2026, 10, 26);
let log: MemoryLog;
let server: Server;
let url: string;

beforeEach(async () => {
  const wallClock = createFakeWallClock(NOW);
  log = createMemoryLog({ wallClock });
  await log.ensure([{ name: 'events', partitions: 1 }]);
  const app = new Hono().use(bearerAuth({ token: 'a-token' })).route('/', composeIngest({ log, wallClock }).app);
  await new Promise<void>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve()) as Server;
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const noted = {
  ...{ specversion: '1.0', id: 'note-1', source: 'belfry', type: 'partner.noted', subject: 'partner/p12' },
  time: new Date(NOW).toISOString(),
  data: { note: 'calls back' },
};
const failure = async (work: Promise<unknown>): Promise<IntakeAway> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(IntakeAway);
  return error as IntakeAway;
};

test('what is said is in the log when it resolves', async () => {
  const answer = await sayToIntake({ url, token: 'a-token' })([noted]);
  expect(answer.verdicts).toMatchObject([{ id: 'note-1', status: 'accepted' }]);
  expect(log.records('events', 0).map(({ key }) => key)).toEqual(['partner/p12']);
});

test('a token that intake does not know is for whoever runs Belfry to mend', async () => {
  for (const token of [undefined, 'another']) {
    const { message, remedy, retryAfter } = await failure(sayToIntake({ url, token })([noted]));
    expect([message, remedy]).toEqual([
      'Intake takes nothing from this dashboard.',
      expect.stringContaining('BELFRY_TOKEN'),
    ]);
    expect(retryAfter).toBe(60);
    expect(`${message} ${remedy}`).not.toContain('another');
  }
  expect(log.records('events', 0)).toEqual([]);
});

test('a log that does not take it asks to come back', async () => {
  log.fail(1);
  const { message, retryAfter } = await failure(sayToIntake({ url, token: 'a-token' })([noted]));
  expect([message, retryAfter]).toEqual([expect.stringContaining('LOG_UNAVAILABLE'), 2]);
});

test('an intake that is not there is named', async () => {
  const { message, remedy } = await failure(sayToIntake({ url: 'http://127.0.0.1:9' })([noted]));
  expect([message, remedy]).toEqual([
    'Intake does not answer at http://127.0.0.1:9.',
    expect.stringContaining('Idempotency-Key'),
  ]);
});

test('something else that answers there is no intake', async () => {
  const fetch: typeof globalThis.fetch = async () => new Hono().request('/events');
  expect((await failure(sayToIntake({ url, fetch })([noted]))).message).toBe('The log could not take it: status 404.');
});
