import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createSql,
  type EmbeddedClickHouse,
  RowWriter,
  type Sql,
  type SqlError,
  startEmbeddedClickHouse,
} from '@belfry/sql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { locateLibrary } from '../../../sql/src/embedded/library.ts';
import { describeReal } from '../../support/require-all.ts';

const owner = fileURLToPath(new URL('./embedded-owner.ts', import.meta.url));

describeReal('The embedded ClickHouse', missing())('the embedded ClickHouse', () => {
  let directory: string;
  const running: EmbeddedClickHouse[] = [];
  const doors: Sql[] = [];
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'belfry-embedded-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const door of doors.splice(0)) await door.close();
    for (const server of running.splice(0)) await server.stop();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  const start = async (options: Omit<Parameters<typeof startEmbeddedClickHouse>[0], 'directory'> = {}) => {
    const server = await startEmbeddedClickHouse({ directory, ...options });
    running.push(server);
    return server;
  };
  const door = (url: string) => {
    const sql = createSql({ url, database: 'test' });
    doors.push(sql);
    return sql;
  };
  const startOwner = async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', owner, directory], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return { child, ...(JSON.parse(line) as { url: string; pid: number }) };
  };
  const table = 'CREATE TABLE t (batch Int64, n Int64, text String) ENGINE = ReplacingMergeTree ORDER BY (batch, n)';

  test.each(['SIGKILL', 'SIGTERM', 'an orderly exit'])(
    'ends with its parent: %s; its rows are there afterwards',
    async (how) => {
      const { child, url, pid } = await startOwner();
      const sql = door(url);
      await sql.command(table);
      await sql.insert('t', ['batch', 'n', 'text'], batch(1, 1000));
      if (how === 'an orderly exit') child.stdin?.write('end');
      else child.kill(how as NodeJS.Signals);
      await once(child, 'exit');
      await gone(pid);

      // At once, as a supervisor would.
      const again = await start();
      expect(await door(again.url).query('SELECT count() AS rows FROM t')).toEqual([{ rows: 1000 }]);
    },
  );

  test('a second one on its directory is refused with the pid of the first, which goes on', async () => {
    const first = await start();
    const error = await failureOf(startEmbeddedClickHouse({ directory }));
    expect(error).toMatchObject({ code: 'SQL_EMBEDDED' });
    expect(error.message).toContain(`open in another process (pid ${first.pid}). Stop that one, or set BELFRY_DATA`);
    await door(first.url).ready(1000);
  });

  test('kill -9 in mid-insert loses no acknowledged row, and the same inserts again change nothing', async () => {
    const reasons: string[] = [];
    const server = await start({ onDown: (reason) => reasons.push(reason) });
    const sql = door(server.url);
    await sql.command(table);
    const acknowledged: Buffer[] = [];
    let failures = 0;
    const insert = async (bytes: Buffer) => {
      for (;;) {
        try {
          await sql.insert('t', ['batch', 'n', 'text'], bytes);
          acknowledged.push(bytes);
          return;
        } catch (error) {
          // Whatever happens to the engine, a caller may try again.
          expect(error).toMatchObject({ code: 'SQL_UNAVAILABLE', retriable: true });
          failures += 1;
          await sql.ready(20_000);
        }
      }
    };
    for (let round = 0; round < 5; round += 1) {
      await insert(batch(round * 2, 20_000));
      const before = server.restarts;
      const inserting = insert(batch(round * 2 + 1, 100_000));
      await pause(round * 12);
      process.kill(server.pid!, 'SIGKILL');
      await inserting;
      while (server.restarts === before) await pause(10);
    }
    expect(reasons).toEqual(Array.from({ length: 5 }, () => 'signal SIGKILL'));
    expect(server.restarts).toBe(5);
    expect(failures).toBeGreaterThan(0);

    const stored = 'SELECT batch, count() AS rows, sum(n) AS sum FROM t GROUP BY batch ORDER BY batch';
    const expected = Array.from({ length: 10 }, (_, b) => {
      const rows = b % 2 === 0 ? 20_000 : 100_000;
      return { batch: b, rows, sum: (rows * (rows - 1)) / 2 };
    });
    expect(await sql.query(stored)).toEqual(expected);
    for (const bytes of acknowledged) await sql.insert('t', ['batch', 'n', 'text'], bytes);
    expect(await sql.query(stored)).toEqual(expected);
  });

  test('stop ends it for good', async () => {
    const server = await start();
    const { pid } = server;
    await server.stop();
    expect(alive(pid!)).toBe(false);
    expect(await failureOf(door(server.url).query('SELECT 1'))).toMatchObject({ code: 'SQL_UNAVAILABLE' });
  });

  test('without the password nothing can be read and nothing done', async () => {
    const server = await start();
    await door(server.url).command(table);
    const { port } = new URL(server.url);
    for (const query of ['SELECT * FROM test.t', 'DROP TABLE test.t', "SELECT * FROM file('../password')"]) {
      const response = await fetch(`http://127.0.0.1:${port}/?query=${encodeURIComponent(query)}`, { method: 'POST' });
      expect(await response.text()).toContain('ACCESS_DENIED');
    }
  });

  test('a busy port and a full disk are one line with the remedy', async () => {
    const busy = createServer();
    busy.listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port } = busy.address() as { port: number };
    const error = await failureOf(startEmbeddedClickHouse({ directory, port }));
    busy.close();
    expect(error.message).toBe(
      `Port ${port} of 127.0.0.1 is in use. Stop what uses it, or give ClickHouse another port.`,
    );

    const full = await failureOf(startEmbeddedClickHouse({ directory, minimumFree: 2 ** 60 }));
    expect(full.message).toMatch(
      /^Only \d+ MB are free in .*; ClickHouse needs 1099511627776 MB\. Free some space, or set BELFRY_DATA/,
    );
  });
});

/** Rows 0..rows-1 of a batch. */
function batch(number: number, rows: number): Buffer {
  const writer = new RowWriter([
    ['batch', 'Int64'],
    ['n', 'Int64'],
    ['text', 'String'],
  ]);
  for (let n = 0; n < rows; n += 1)
    writer.i64(number).i64(n).str('some text that a row may carry, so that it takes a while').end();
  return writer.take();
}

function missing(): string | undefined {
  try {
    locateLibrary();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function failureOf(work: Promise<unknown>): Promise<SqlError> {
  return work.then(
    () => expect.unreachable('it should have failed'),
    (error: SqlError) => error,
  );
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A process that is nobody's child here tells nobody of its end: it is asked for. */
async function gone(pid: number): Promise<void> {
  const until = Date.now() + 15_000;
  while (alive(pid)) {
    if (Date.now() > until) throw new Error(`process ${pid} outlives its parent`);
    await pause(10);
  }
}
