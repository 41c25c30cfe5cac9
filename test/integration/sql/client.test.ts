import { createSql, RowReader, RowWriter, type SqlError } from '@belfry/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();

const failureOf = async (work: Promise<unknown>): Promise<SqlError> =>
  work.then(
    () => expect.unreachable('it should have failed'),
    (error: SqlError) => error,
  );

function numbers(from: number, to: number, text = ''): RowWriter {
  const writer = new RowWriter([
    ['n', 'Int64'],
    ['text', 'String'],
  ]);
  for (let n = from; n < to; n += 1) writer.i64(n).str(text).end();
  return writer;
}

describeReal('ClickHouse', clickhouse.missing)('the door to ClickHouse', () => {
  let db: FreshDatabase;
  beforeAll(async () => {
    db = await freshDatabase(clickhouse, { migrated: false });
    await db.sql.command('CREATE TABLE t (n Int64, text String) ENGINE = ReplacingMergeTree ORDER BY n');
  });
  afterAll(() => db.drop());

  test('parameters arrive as they are', async () => {
    const params = { n: -(2 ** 53) + 1, text: "o'clock \\ \n\t 🔔", list: ['a', "b'c"], big: 'x'.repeat(10_000) };
    const [row] = await db.sql.query(
      'SELECT {n:Int64} AS n, {text:String} AS text, {list:Array(String)} AS list, {big:String} AS big',
      params,
    );
    expect(row).toEqual(params);
  });

  test('reads FINAL without being told; rows as they lie with final = 0', async () => {
    const writer = numbers(0, 100);
    const bytes = writer.take();
    await db.sql.insert('t', writer.names, bytes);
    await db.sql.insert('t', writer.names, bytes);
    expect(await db.sql.query('SELECT count() AS n FROM t')).toEqual([{ n: 100 }]);
    const [lying] = await db.sql.query<{ n: number }>('SELECT count() AS n FROM t SETTINGS final = 0');
    expect(lying?.n).toBeGreaterThanOrEqual(100);
    const chunks: Buffer[] = [];
    for await (const chunk of await db.sql.stream('SELECT n FROM t', 'CSVWithNames')) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString().trim().split('\n')).toHaveLength(101);
  });

  test('an insert of no rows is harmless', async () => {
    await db.sql.insert('t', ['n', 'text'], Buffer.alloc(0));
  });

  test('a refusal is told as such, though the body was large and the connection broke under it', async () => {
    const writer = numbers(0, 400_000, 'x'.repeat(100));
    const error = await failureOf(db.sql.insert('nowhere', writer.names, writer.take()));
    expect(error.message).toMatch(/inserting 43600000 bytes into nowhere: UNKNOWN_TABLE/);
    expect(error).toMatchObject({ code: 'SQL_REFUSED', retriable: false });
  });

  test('rows that break off are refused as a whole', async () => {
    const writer = numbers(1_000_000, 1_000_100, 'text');
    const whole = writer.take();
    const error = await failureOf(db.sql.insert('t', writer.names, whole.subarray(0, whole.length - 3)));
    expect(error).toMatchObject({ code: 'SQL_REFUSED', retriable: false });
    expect(await db.sql.query('SELECT count() AS rows FROM t WHERE n >= 1000000')).toEqual([{ rows: 0 }]);
  });

  test('a stream that fails half-way says so, and gives no row that is none', async () => {
    const query = `SELECT number AS n, throwIf(number = 3000000) FROM numbers(5000000) SETTINGS max_threads = 1`;
    let last = -1;
    const reading = async () => {
      const stream = await db.sql.stream(query, 'RowBinary');
      await new RowReader(['Int64', 'Bool']).read(stream, (row) => {
        const n = row.i64();
        if (n !== last + 1) throw new Error(`${n} follows ${last}`);
        last = n;
      });
    };
    const error = await failureOf(reading());
    expect(error.message).toMatch(/FUNCTION_THROW_IF_VALUE_IS_NON_ZERO/);
    expect(error).toMatchObject({ code: 'SQL_REFUSED', retriable: false });
    expect(last).toBeGreaterThan(0);
    expect(last).toBeLessThan(3_000_000);
  });

  test('streams that are left early give their sockets back', async () => {
    for (let i = 0; i < 20; i += 1) {
      for await (const _ of await db.sql.stream('SELECT number FROM numbers(10000000)', 'RowBinary')) break;
    }
    expect(await db.sql.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('the database is created when it is missing, also when it was dropped meanwhile', async () => {
    const sql = createSql({ url: clickhouse.url, database: `${db.database}_2` });
    expect(await sql.query('SELECT currentDatabase() AS d')).toEqual([{ d: `${db.database}_2` }]);
    await db.sql.command(`DROP DATABASE ${db.database}_2`);
    const error = await failureOf(sql.command('CREATE TABLE a (n Int8) ENGINE = Memory'));
    expect(error.code).toBe('SQL_REFUSED');
    await sql.command('CREATE TABLE a (n Int8) ENGINE = Memory');
    await sql.command(`DROP DATABASE ${db.database}_2`);
    await sql.close();
  });

  test('a wrong password is refused for good, at once, and no password is ever told', async () => {
    const url = new URL(clickhouse.url);
    url.username = 'belfry';
    url.password = 'hidden-word';
    const sql = createSql({ url: url.href });
    const error = await failureOf(sql.ready(30_000));
    expect(error).toMatchObject({ code: 'SQL_REFUSED', retriable: false });
    expect(JSON.stringify([error.message, String(error.cause)])).not.toContain('hidden-word');
    await sql.close();
  });
});

test('no answer is retriable, and ready gives up in time', async () => {
  // The discard port: nothing listens there.
  const sql = createSql({ url: 'http://user:hidden-word@127.0.0.1:9' });
  const error = await failureOf(sql.query('SELECT 1'));
  expect(error).toMatchObject({ code: 'SQL_UNAVAILABLE', retriable: true });
  expect(error.message).toContain('http://127.0.0.1:9 ');
  expect(error.message).not.toContain('hidden-word');
  const began = performance.now();
  expect(await failureOf(sql.ready(300))).toMatchObject({ code: 'SQL_UNAVAILABLE', retriable: true });
  expect(performance.now() - began).toBeLessThan(3_000);
  await sql.close();
});
