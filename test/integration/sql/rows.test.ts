import { type Column, type ColumnType, migrate, RowReader, RowWriter, type SpanRow } from '@belfry/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();

const columns: readonly Column[] = [
  ['id', 'UInt32'],
  ['u16', 'UInt16'],
  ['i32', 'Int32'],
  ['i64', 'Int64'],
  ['flag', 'Bool'],
  ['text', 'String'],
  ['few', 'String'],
  ['maybe', 'Nullable(Int64)'],
  ['ledger', 'Array(Tuple(Int64, Int64, Bool, String, String))'],
];

type Row = readonly [number, number, number, number, boolean, string, string, number | null, readonly SpanRow[]];

const MAX = 2 ** 53 - 1;
const span = (from: number, to: number, counted: boolean, holder: string, rule: string): SpanRow => ({
  from,
  to,
  counted,
  holder,
  rule,
});
const rows: readonly Row[] = [
  [0, 0, 0, 0, false, '', '', null, []],
  [1, 65535, 2147483647, MAX, true, 'plain', 'few', MAX, [span(0, 1, true, '', '')]],
  [2, 1, -2147483648, -MAX, false, 'Grüße, 你好 🔔', 'é', -MAX, [span(-5, -1, false, 'Käufer', '規則')]],
  [3, 2, -1, -1, true, 'x'.repeat(127), 'y'.repeat(128), -1, []],
  [4, 3, 1, -4294967296, true, 'ü'.repeat(64), 'ü'.repeat(63), 0, []],
  [5, 4, 1, 4294967295, true, '🔔'.repeat(5000), '"\'\\\t\n\0', 4294967296, []],
  [
    6,
    5,
    1,
    1,
    false,
    'z'.repeat(300_000),
    '\ufffd',
    1,
    Array.from({ length: 300 }, (_, i) => span(i, i + 1, i % 2 === 0, `team-${i}`, 'pause')),
  ],
];

describeReal('ClickHouse', clickhouse.missing)('rows go to ClickHouse and come back', () => {
  let db: FreshDatabase;
  beforeAll(async () => {
    db = await freshDatabase(clickhouse, { migrated: false });
    await db.sql.command(
      `CREATE TABLE every (id UInt32, u16 UInt16, i32 Int32, i64 Int64, flag Bool, text String, few LowCardinality(String),
       maybe Nullable(Int64), ledger Array(Tuple(from Int64, to Int64, counted Bool, holder String, rule String)))
       ENGINE = ReplacingMergeTree ORDER BY id`,
    );
    const writer = new RowWriter(columns);
    for (const row of rows) writer.write(...row);
    expect(writer.rows).toBe(rows.length);
    await db.sql.insert('every', writer.names, writer.take());
  });
  afterAll(() => db.drop());

  test('as objects, 64-bit integers as numbers', async () => {
    const read = await db.sql.query('SELECT * FROM every ORDER BY id');
    expect(read).toEqual(
      rows.map(([id, u16, i32, i64, flag, text, few, maybe, ledger]) => ({
        id,
        u16,
        i32,
        i64,
        flag,
        text,
        few,
        maybe,
        ledger,
      })),
    );
  });

  test('as RowBinary through the reader', async () => {
    const stream = await db.sql.stream('SELECT * FROM every ORDER BY id', 'RowBinary');
    const read: Row[] = [];
    const count = await new RowReader(columns.map(([, type]) => type)).read(stream, (r) => {
      read.push([r.u32(), r.u16(), r.i32(), r.i64(), r.bool(), r.str(), r.str(), r.i64n(), r.ledger()]);
    });
    expect(count).toBe(rows.length);
    expect(read).toEqual(rows);
  });

  test('the typed methods write the same bytes as write()', () => {
    const [one, other] = [new RowWriter(columns), new RowWriter(columns)];
    for (const row of rows) {
      one.write(...row);
      const [id, u16, i32, i64, flag, text, few, maybe, ledger] = row;
      other
        .u32(id)
        .u16(u16)
        .i32(i32)
        .i64(i64)
        .bool(flag)
        .str(text)
        .buf(Buffer.from(few))
        .i64n(maybe)
        .ledger(ledger)
        .end();
    }
    expect(other.take().equals(one.take())).toBe(true);
  });

  test('the same insert again changes nothing that is read', async () => {
    const writer = new RowWriter(columns);
    for (const row of rows) writer.write(...row);
    const bytes = writer.take();
    const before = await db.sql.query('SELECT * FROM every ORDER BY id');
    await db.sql.insert('every', writer.names, bytes);
    await db.sql.insert('every', writer.names, bytes);
    expect(await db.sql.query('SELECT * FROM every ORDER BY id')).toEqual(before);
  });

  test('a row of every table goes there, replaces itself, and comes back', async () => {
    await migrate(db.sql);
    const shipped = await db.sql.query<{ table: string; name: string; type: string }>(
      `SELECT table, name, type FROM system.columns WHERE database = currentDatabase()
         AND table NOT IN ('every', 'states', 't', 'migrations')
         -- A view keeps no rows of its own.
         AND table NOT IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'MaterializedView') ORDER BY table, position`,
    );
    const byTable = new Map<string, { name: string; type: string }[]>();
    for (const { table, ...column } of shipped) byTable.set(table, [...(byTable.get(table) ?? []), column]);
    expect([...byTable.keys()]).toHaveLength(20);
    for (const [table, its] of byTable) {
      const writer = new RowWriter(its.map(({ name, type }) => [name, plain(type)]));
      const row = its.map(({ type }, i) => sample(plain(type), i));
      writer.write(...row);
      const bytes = writer.take();
      await db.sql.insert(table, writer.names, bytes);
      await db.sql.insert(table, writer.names, bytes);
      const expected = Object.fromEntries(its.map(({ name }, i) => [name, row[i]]));
      expect(await db.sql.query(`SELECT * FROM ${table}`)).toEqual([expected]);
    }
  });

  test('a million state rows load in about a second', async () => {
    await db.sql.command(
      'CREATE TABLE states (subject String, offset Int64, state String) ENGINE = ReplacingMergeTree(offset) ORDER BY subject',
    );
    await db.sql.command(
      `INSERT INTO states SELECT concat('order-', toString(number)), number, repeat('s', 100) FROM numbers(1000000)`,
    );
    const began = performance.now();
    const stream = await db.sql.stream('SELECT subject, offset, state FROM states', 'RowBinary');
    let sum = 0;
    let characters = 0;
    const count = await new RowReader(['String', 'Int64', 'String']).read(stream, (row) => {
      characters += row.str().length;
      sum += row.i64();
      characters += row.str().length;
    });
    const ms = performance.now() - began;
    expect([count, sum, characters]).toEqual([1_000_000, 499_999_500_000, 111_888_890]);
    console.log(`1,000,000 state rows in ${Math.round(ms)} ms`);
    expect(ms).toBeLessThan(10_000);
  });
});

/** The type as rows are written: without what is only a way to store it. */
function plain(type: string): ColumnType {
  const stored = type.replace(/^LowCardinality\((.*)\)$/, '$1');
  return stored.replace(/`?\b(from|to|counted|holder|rule)\b`? /g, '') as ColumnType;
}

function sample(type: ColumnType, i: number): unknown {
  if (type === 'Bool') return true;
  if (type === 'String') return `text ${i}`;
  if (type === 'Array(String)') return ['inbound', ''];
  if (type.startsWith('Array')) return [span(1, 2, true, 'team', 'rule')];
  return i + 1;
}
