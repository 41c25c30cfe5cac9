import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate, type SqlError } from '@belfry/sql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const migrator = fileURLToPath(new URL('./migrator-process.ts', import.meta.url));

describeReal('ClickHouse', clickhouse.missing)('migrations', () => {
  let db: FreshDatabase;
  let folder: string;
  beforeEach(async () => {
    db = await freshDatabase(clickhouse, { migrated: false });
    folder = await mkdtemp(join(tmpdir(), 'belfry-migrations-'));
  });
  afterEach(async () => {
    await db.drop();
    await rm(folder, { recursive: true, force: true });
  });
  const file = (name: string, text: string) => writeFile(join(folder, name), text);
  const failureOf = (work: Promise<void>): Promise<SqlError> =>
    work.then(
      () => expect.unreachable('it should have failed'),
      (error: SqlError) => error,
    );
  const tables = async () =>
    (
      await db.sql.query<{ name: string }>(
        'SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name',
      )
    ).map(({ name }) => name);

  test('the tables of DESIGN stand after the shipped ones, and a second run does nothing', async () => {
    const lines: string[] = [];
    await migrate(db.sql, (line) => lines.push(line));
    await migrate(db.sql, (line) => lines.push(line));
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      '0001-tables.sql',
      '0002-clocks-explain-themselves.sql',
      '0003-imports-released.sql',
      '0004-kpi-causes.sql',
      '0005-drill-down.sql',
      '0006-tokens.sql',
      '0007-incidents.sql',
      '0008-subjects-next-due.sql',
      '0009-pages.sql',
      '0010-sources.sql',
    ]);
    expect(await tables()).toEqual(
      expect.arrayContaining([
        'clocks',
        'events',
        'imports_released',
        'kpi_deltas',
        'kpi_totals',
        'policies',
        'policies_taken',
        'positions',
        'quarantine',
        'ratings',
        'signals',
        'subjects',
        'tokens',
      ]),
    );
  });

  test('eight processes at once', async () => {
    for (let n = 1; n <= 6; n += 1) {
      const name = `000${n}-step.sql`;
      await file(
        name,
        `CREATE TABLE t${n} (a Int64) ENGINE = ReplacingMergeTree ORDER BY a;\nALTER TABLE t1 ADD COLUMN c${n} Int64, ADD COLUMN d${n} String;`,
      );
    }
    const ended = await Promise.all(Array.from({ length: 8 }, () => runMigrator(clickhouse.url, db.database, folder)));
    expect(ended).toEqual(Array.from({ length: 8 }, () => ({ code: 0, errors: '' })));
    expect(await tables()).toEqual(['migrations', 't1', 't2', 't3', 't4', 't5', 't6']);
    expect(await db.sql.query('SELECT number FROM migrations ORDER BY number')).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => ({ number })),
    );
    const columns = await db.sql.query<{ name: string }>(
      `SELECT name FROM system.columns WHERE database = currentDatabase() AND table = 't1' ORDER BY name`,
    );
    expect(columns.map(({ name }) => name)).toEqual([
      'a',
      'c1',
      'c2',
      'c3',
      'c4',
      'c5',
      'c6',
      'd1',
      'd2',
      'd3',
      'd4',
      'd5',
      'd6',
    ]);
  });

  test('one that fails names file, line and reason, keeps what was applied, and goes on when mended', async () => {
    await file('0001-a.sql', 'CREATE TABLE a (n Int8) ENGINE = Memory;');
    await file(
      '0002-b.sql',
      '-- a comment; with a semicolon\nCREATE TABLE b (n Int8) ENGINE = Memory;\n\nCREATE TABLE c (n Int9) ENGINE = Memory;',
    );
    const error = await failureOf(migrate(db.sql, undefined, folder));
    expect(error).toMatchObject({ code: 'SQL_MIGRATION', retriable: false });
    expect(error.message).toMatch(/^0002-b\.sql:4 failed on .*UNKNOWN_TYPE.*Mend the cause/);
    expect(await db.sql.query('SELECT number FROM migrations')).toEqual([{ number: 1 }]);
    await file('0002-b.sql', 'CREATE TABLE b (n Int8) ENGINE = Memory;\nCREATE TABLE c (n Int16) ENGINE = Memory;');
    await migrate(db.sql, undefined, folder);
    expect(await tables()).toEqual(['a', 'b', 'c', 'migrations']);
  });

  test('one that was changed after it had been applied is refused with the remedy', async () => {
    await file('0001-a.sql', 'CREATE TABLE a (n Int8) ENGINE = Memory;');
    await migrate(db.sql, undefined, folder);
    await file('0001-a.sql', 'CREATE TABLE a (n Int16) ENGINE = Memory;');
    const error = await failureOf(migrate(db.sql, undefined, folder));
    expect(error.code).toBe('SQL_MIGRATION');
    expect(error.message).toMatch(
      /^0001-a\.sql was changed after it had been applied .* write the change into a new file/,
    );
  });

  test('two files of one number are refused, and a newer database is reported', async () => {
    await file('0001-a.sql', 'CREATE TABLE a (n Int8) ENGINE = Memory;');
    await file('0002-b.sql', 'CREATE TABLE b (n Int8) ENGINE = Memory;');
    await migrate(db.sql, undefined, folder);
    await rm(join(folder, '0002-b.sql'));
    const lines: string[] = [];
    await migrate(db.sql, (line) => lines.push(line), folder);
    expect(lines).toEqual([`${db.database} has 0002-b.sql, which this version of Belfry does not know; it is newer.`]);
    await file('0001-z.sql', 'CREATE TABLE z (n Int8) ENGINE = Memory;');
    expect((await failureOf(migrate(db.sql, undefined, folder))).message).toBe(
      '0001-a.sql and 0001-z.sql have the same number: renumber the later one.',
    );
  });
});

function runMigrator(url: string, database: string, folder: string): Promise<{ code: number | null; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', migrator, url, database, folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.once('close', (code) => resolve({ code, errors }));
  });
}
