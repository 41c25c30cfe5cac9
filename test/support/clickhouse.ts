import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSql, migrate, type Sql, startEmbeddedClickHouse } from '@belfry/sql';
import { afterAll } from 'vitest';

const IMAGE = 'clickhouse/clickhouse-server:26.3';
const ENGINE_WITHIN_MS = 4_000;
const ANSWER_WITHIN_MS = 10_000;
const IMAGE_WITHIN_MS = 180_000;

/** A ClickHouse to test with, or why there is none. */
export interface ClickHouseForTests {
  /** With user and password; empty if none was found. */
  readonly url: string;
  /** What describeReal wants: undefined if there is one. */
  readonly missing: string | undefined;
  stop(): Promise<void>;
}

export interface FreshDatabase {
  readonly sql: Sql;
  readonly url: string;
  readonly database: string;
  /** Closes `sql` and removes the database. */
  drop(): Promise<void>;
}

/** The environment in which a global setup tells test files (and their children) what it found. */
const FOUND = 'BELFRY_TEST_CLICKHOUSE';

/**
 * Finds a ClickHouse, in this order: CLICKHOUSE_URL; Docker, if an engine answers; the embedded one from npm. A
 * CLICKHOUSE_URL that does not answer is a failure and not a reason to test something else.
 */
export async function findClickHouse(say: (line: string) => void = console.warn): Promise<ClickHouseForTests> {
  const given = process.env.CLICKHOUSE_URL;
  if (given) {
    await answers(given);
    return found(given, async () => {});
  }
  const reasons: string[] = ['CLICKHOUSE_URL is not set'];
  for (const start of [startInDocker, startEmbedded]) {
    try {
      return await start(say);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { url: '', missing: reasons.join('; '), stop: async () => {} };
}

/**
 * The ClickHouse of this run, for the top of a test file: the one that the global setup started, or else one of the
 * file's own, which ends with it.
 */
export async function clickhouseForTests(): Promise<ClickHouseForTests> {
  const told = process.env[FOUND];
  if (told !== undefined) {
    const { url, missing } = JSON.parse(told) as { url: string; missing?: string };
    return { url, missing, stop: async () => {} };
  }
  const own = await findClickHouse();
  afterAll(() => own.stop());
  return own;
}

/** For `globalSetup` in vitest.config.ts: one server for all files. Answers with what ends it. */
export async function shareClickHouse(): Promise<() => Promise<void>> {
  if (process.env[FOUND] !== undefined) return async () => {};
  const clickhouse = await findClickHouse();
  process.env[FOUND] = JSON.stringify({ url: clickhouse.url, missing: clickhouse.missing });
  return async () => {
    delete process.env[FOUND];
    await clickhouse.stop();
  };
}

/**
 * A database of the test's own, with Belfry's tables.
 *
 * @param options.migrated false leaves it empty.
 * @example
 * const clickhouse = await clickhouseForTests();
 * describeReal('ClickHouse', clickhouse.missing)('the commit', () => {
 *   test('stores', async () => {
 *     const { sql, drop } = await freshDatabase(clickhouse);
 *     ...
 *     await drop();
 *   });
 * });
 */
export async function freshDatabase(
  { url }: Pick<ClickHouseForTests, 'url'>,
  options: { migrated?: boolean } = {},
): Promise<FreshDatabase> {
  const database = `belfry_test_${randomBytes(6).toString('hex')}`;
  const sql = createSql({ url, database });
  if (options.migrated ?? true) await migrate(sql);
  return {
    sql,
    url,
    database,
    drop: async () => {
      await sql.command(`DROP DATABASE IF EXISTS ${database}`);
      await sql.close();
    },
  };
}

const found = (url: string, stop: () => Promise<void>): ClickHouseForTests => ({ url, missing: undefined, stop });

async function startEmbedded(): Promise<ClickHouseForTests> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-clickhouse-'));
  const remove = () => rm(directory, { recursive: true, force: true, maxRetries: 5 });
  try {
    const server = await startEmbeddedClickHouse({ directory });
    return found(server.url, async () => {
      await server.stop();
      await remove();
    });
  } catch (error) {
    await remove();
    throw error;
  }
}

async function startInDocker(say: (line: string) => void): Promise<ClickHouseForTests> {
  try {
    await promisify(execFile)('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: ENGINE_WITHIN_MS });
  } catch (cause) {
    throw new Error('no Docker engine answers', { cause });
  }
  say(`starting ${IMAGE} in Docker (about 200 MB to fetch, once)`);
  const { ClickHouseContainer } = await import('@testcontainers/clickhouse');
  const starting = new ClickHouseContainer(IMAGE).withPassword(randomBytes(9).toString('hex')).start();
  const container = await withinMs(IMAGE_WITHIN_MS, starting, `Docker did not bring up ${IMAGE}`);
  const url = new URL(container.getHttpUrl());
  url.username = container.getUsername();
  url.password = container.getPassword();
  return found(url.href, async () => void (await container.stop()));
}

async function answers(url: string): Promise<void> {
  const sql = createSql({ url, database: 'default' });
  try {
    await sql.ready(ANSWER_WITHIN_MS);
  } finally {
    await sql.close();
  }
}

async function withinMs<T>(ms: number, work: Promise<T>, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${otherwise} within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
