import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RowReader } from './row-reader.ts';
import { type Column, RowWriter } from './row-writer.ts';

const columns: readonly Column[] = [
  ['id', 'UInt32'],
  ['lane', 'UInt16'],
  ['bucket', 'Int32'],
  ['at', 'Int64'],
  ['open', 'Bool'],
  ['text', 'String'],
  ['due', 'Nullable(Int64)'],
  ['ledger', 'Array(Tuple(Int64, Int64, Bool, String, String))'],
  ['stages', 'Array(String)'],
];
const types = columns.map(([, type]) => type);

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer({ min: 0, max: 300 }).map((n) => 'ü'.repeat(n)),
  fc.integer({ min: 0, max: 20_000 }).map((n) => 'x'.repeat(n)),
);
const int64 = fc.maxSafeInteger();
const row = fc.tuple(
  fc.nat(2 ** 32 - 1),
  fc.nat(65535),
  fc.integer(),
  int64,
  fc.boolean(),
  text,
  fc.option(int64),
  fc.array(fc.record({ from: int64, to: int64, counted: fc.boolean(), holder: text, rule: text }), { maxLength: 3 }),
  fc.array(text, { maxLength: 3 }),
);

/** The bytes as a server may send them: cut anywhere. */
async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let i = 0; at < bytes.length; i += 1) {
    const end = Math.min(bytes.length, at + sizes[i % sizes.length]!);
    yield bytes.subarray(at, end);
    at = end;
  }
}

test('what is written is read back, however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1 }),
      async (rows, sizes) => {
        const writer = new RowWriter(columns);
        for (const values of rows) writer.write(...values);
        const read: unknown[] = [];
        await new RowReader(types).read(cut(writer.take(), sizes), (r) => {
          read.push([r.u32(), r.u16(), r.i32(), r.i64(), r.bool(), r.str(), r.i64n(), r.ledger(), r.strs()]);
        });
        expect(read).toEqual(rows);
      },
    ),
    { numRuns: 200 },
  );
});

test('bytes as the format documents them', () => {
  const writer = new RowWriter([
    ['n', 'Int64'],
    ['s', 'String'],
    ['d', 'Nullable(Int64)'],
  ]);
  writer.i64(-2).str('é').i64n(null).end();
  expect(writer.take().toString('hex')).toBe(`fe${'ff'.repeat(7)}02c3a901`);
});

describe('a value that its column cannot hold', () => {
  const fresh = () =>
    new RowWriter([
      ['n', 'Int64'],
      ['lane', 'UInt16'],
      ['s', 'String'],
    ]);

  test.each<[string, (w: RowWriter) => unknown]>([
    ['column lane (UInt16) cannot hold 65536', (w) => w.i64(1).u16(65536)],
    ['column lane (UInt16) cannot hold -1', (w) => w.i64(1).u16(-1)],
    ['column n (Int64) cannot hold NaN', (w) => w.i64(Number.NaN)],
    ['column n (Int64) cannot hold 9007199254740992', (w) => w.i64(2 ** 53)],
    ['column n (Int64) cannot hold undefined', (w) => w.write(undefined, 1, 's')],
    ['column s (String) cannot hold 7', (w) => w.write(1, 1, 7)],
    ['column lane is UInt16, not String', (w) => w.i64(1).str('s')],
    ['a row has no column for another Int64', (w) => w.i64(1).u16(1).str('s').i64(1)],
    ['the row ends before its column s', (w) => w.i64(1).u16(1).end()],
    ['a row of 3 columns was given 2 values', (w) => w.write(1, 2)],
    ['a row is still being written, up to lane', (w) => w.i64(1).take()],
  ])('%s', (message, wrong) => {
    const writer = fresh();
    writer.write(1, 2, 'three');
    expect(() => wrong(writer)).toThrow(message);
  });

  test('its row is dropped and those before and after it are whole', () => {
    const writer = fresh();
    const clean = fresh();
    for (const w of [writer, clean]) w.write(1, 2, 'three');
    expect(() => writer.i64(5).u16(70_000)).toThrow(RangeError);
    expect(writer.rows).toBe(1);
    for (const w of [writer, clean]) w.write(4, 5, 'six');
    expect(writer.bytes).toBe(clean.bytes);
    expect(writer.take().equals(clean.take())).toBe(true);
  });
});

test('what was taken stays as it was while the next batch is written', () => {
  const writer = new RowWriter([['s', 'String']]);
  writer.str('a').end();
  const taken = writer.take();
  expect([writer.rows, writer.bytes]).toEqual([0, 0]);
  for (let i = 0; i < 100_000; i += 1) writer.str('b').end();
  expect(taken.toString('latin1')).toBe('\x01a');
  expect(writer.take().length).toBe(200_000);
});

test('chunks are of whole rows, also where a row is begun in one and does not fit, and make up the batch', () => {
  const writer = new RowWriter([
    ['n', 'Int64'],
    ['s', 'String'],
  ]);
  const rowBytes = 8 + 2 + 1000;
  for (let n = 0; n < 10_000; n += 1) writer.i64(n).str('x'.repeat(1000)).end();
  writer.i64(-1).str('y'.repeat(9_000_000)).end();
  expect(writer.bytes).toBe(10_000 * rowBytes + 8 + 4 + 9_000_000);
  const chunks = writer.takeChunks();
  const large = chunks.at(-1)!;
  expect(large.length % rowBytes).toBe((8 + 4 + 9_000_000) % rowBytes);
  expect(chunks.slice(0, -1).every(({ length }) => length % rowBytes === 0)).toBe(true);
  let at = 0;
  for (const chunk of chunks.slice(0, -1))
    for (let row = 0; row < chunk.length; row += rowBytes) expect(Number(chunk.readBigInt64LE(row))).toBe(at++);
  expect([writer.rows, writer.bytes, writer.takeChunks()]).toEqual([0, 0, []]);
});

test('a value that is refused in a row that moved to another chunk leaves the rows before it whole', () => {
  const writer = new RowWriter([
    ['s', 'String'],
    ['lane', 'UInt16'],
  ]);
  const text = 'z'.repeat(60_000);
  writer.str(text).u16(1).end();
  expect(() => writer.str(text).u16(70_000)).toThrow(RangeError);
  writer.str(text).u16(2).end();
  const bytes = writer.take();
  expect([bytes.length, bytes.readUInt16LE(bytes.length - 2)]).toEqual([2 * (60_000 + 3 + 2), 2]);
});

test('what is given back is written over, and only then', () => {
  const writer = new RowWriter([['s', 'String']]);
  const clean = new RowWriter([['s', 'String']]);
  let before: readonly Buffer[] | undefined;
  for (let batch = 0; batch < 20; batch += 1) {
    for (let i = 0; i < 1 + (batch % 3) * 30_000; i += 1) for (const w of [writer, clean]) w.str(`${batch}-${i}`).end();
    const chunks = writer.takeChunks();
    const taken = Buffer.concat(chunks);
    expect(taken.equals(clean.take())).toBe(true);
    if (before !== undefined) writer.giveBack(before);
    before = chunks;
    writer.str('the next batch').end();
    clean.str('the next batch').end();
    expect(Buffer.concat(chunks).equals(taken)).toBe(true);
  }
});
