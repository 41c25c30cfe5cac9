import { SpareChunks } from './spare-chunks.ts';

/** The column types that Belfry's tables use. A LowCardinality(String) is written as String. */
export type ColumnType =
  | 'UInt16'
  | 'UInt32'
  | 'Int32'
  | 'Int64'
  | 'Float64'
  | 'Bool'
  | 'String'
  | 'Nullable(Int64)'
  | 'Array(String)'
  | 'Array(Tuple(Int64, Int64, Bool, String, String))';

export type Column = readonly [name: string, type: ColumnType];

/** A span of a clock's ledger, as Array(Tuple(from Int64, to Int64, counted Bool, holder String, rule String)). */
export interface SpanRow {
  readonly from: number;
  readonly to: number;
  readonly counted: boolean;
  readonly holder: string;
  readonly rule: string;
}

/** The first chunk of a batch has so many bytes, each further one twice as many as the one before, up to the last figure. */
const FIRST_CHUNK = 64 * 1024;
const LARGEST_CHUNK = 4 * 1024 * 1024;
/** Up to here a loop over ASCII is faster than a call into the engine. */
const SHORT = 24;
const TWO_32 = 4294967296;

/**
 * Encodes rows as RowBinary into chunks of bytes, so that a batch costs no object a row, a large one is never copied to make
 * room, and a retry sends the very same bytes. The fast way writes a row value by value, in the order of the columns, and ends
 * it:
 *
 * @example
 * const writer = new RowWriter([['lane', 'UInt16'], ['offset', 'Int64'], ['subject', 'String']]);
 * writer.u16(3).i64(1200).str('order-7').end();
 * await sql.insert('t', writer.names, writer.takeChunks());
 *
 * A value out of its column's range or order throws a RangeError or TypeError that names the column; the row that was
 * begun is dropped and the writer is as it was before it.
 */
export class RowWriter {
  readonly columns: readonly Column[];
  /** The column names, for `Sql.insert`. */
  readonly names: readonly string[];
  readonly #types: readonly ColumnType[];
  /** The chunk that is written into. */
  #buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_CHUNK);
  #view: DataView;
  /** Chunks of this batch that are full, each of whole rows, and how many bytes they have. */
  #full: Buffer[] = [];
  #fullBytes = 0;
  readonly #spare = new SpareChunks();
  #at = 0;
  #rows = 0;
  /** The column that the next value belongs to. */
  #column = 0;
  /** Where the row that is being written begins. */
  #rowStart = 0;

  constructor(columns: readonly Column[]) {
    this.columns = columns;
    this.names = columns.map(([name]) => name);
    this.#types = columns.map(([, type]) => type);
    this.#view = viewOf(this.#buffer);
  }

  get rows(): number {
    return this.#rows;
  }

  /** The bytes of whole rows since the last batch was taken. */
  get bytes(): number {
    return this.#fullBytes + this.#rowStart;
  }

  u16(value: number): this {
    this.#expect('UInt16');
    if (value !== (value & 0xffff)) this.#outOfRange(value);
    this.#room(2);
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
    return this;
  }

  u32(value: number): this {
    this.#expect('UInt32');
    if (value !== value >>> 0) this.#outOfRange(value);
    this.#room(4);
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
    return this;
  }

  i32(value: number): this {
    this.#expect('Int32');
    if (value !== (value | 0)) this.#outOfRange(value);
    this.#room(4);
    this.#view.setInt32(this.#at, value, true);
    this.#at += 4;
    return this;
  }

  i64(value: number): this {
    this.#expect('Int64');
    this.#room(8);
    this.#int64(value);
    return this;
  }

  f64(value: number): this {
    this.#expect('Float64');
    if (!Number.isFinite(value)) this.#outOfRange(value);
    this.#room(8);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
    return this;
  }

  /** Nullable(Int64). */
  i64n(value: number | null): this {
    this.#expect('Nullable(Int64)');
    this.#room(9);
    if (value === null) {
      this.#buffer[this.#at++] = 1;
    } else {
      this.#buffer[this.#at++] = 0;
      this.#int64(value);
    }
    return this;
  }

  bool(value: boolean): this {
    this.#expect('Bool');
    if (typeof value !== 'boolean') this.#outOfRange(value);
    this.#room(1);
    this.#buffer[this.#at++] = value ? 1 : 0;
    return this;
  }

  str(value: string): this {
    this.#expect('String');
    if (typeof value !== 'string') this.#outOfRange(value);
    this.#room(value.length * 3 + 5);
    this.#string(value);
    return this;
  }

  /** A String from bytes that are there already. */
  buf(value: Uint8Array): this {
    this.#expect('String');
    if (!(value instanceof Uint8Array)) this.#outOfRange(value);
    this.#room(value.length + 5);
    this.#varint(value.length);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
    return this;
  }

  /** For each span of a ledger one of its texts. */
  each<Item>(items: readonly Item[], text: (item: Item) => string): this {
    this.#expect('Array(String)');
    this.#room(5);
    this.#varint(items.length);
    for (const item of items) {
      const value = text(item);
      this.#room(value.length * 3 + 5);
      this.#string(value);
    }
    return this;
  }

  /** A clock's ledger. */
  ledger(spans: readonly SpanRow[]): this {
    this.#expect('Array(Tuple(Int64, Int64, Bool, String, String))');
    this.#room(5);
    this.#varint(spans.length);
    for (const span of spans) {
      this.#room(8 + 8 + 1 + (span.holder.length + span.rule.length) * 3 + 10);
      this.#int64(span.from);
      this.#int64(span.to);
      this.#buffer[this.#at++] = span.counted ? 1 : 0;
      this.#string(span.holder);
      this.#string(span.rule);
    }
    return this;
  }

  /** Ends the row. */
  end(): void {
    if (this.#column !== this.#types.length) {
      const missing = this.names[this.#column];
      this.#drop();
      throw new TypeError(`the row ends before its column ${missing}`);
    }
    this.#column = 0;
    this.#rowStart = this.#at;
    this.#rows += 1;
  }

  /** A whole row. Costs an array of values a row; hot paths call the typed methods instead. */
  write(...values: readonly unknown[]): void {
    if (values.length !== this.#types.length) {
      throw new TypeError(`a row of ${this.#types.length} columns was given ${values.length} values`);
    }
    try {
      for (let i = 0; i < values.length; i += 1) this.#value(this.#types[i]!, values[i]);
    } catch (error) {
      this.#drop();
      throw error;
    }
    this.end();
  }

  /** The rows since the last batch was taken, as chunks of whole rows; none if there is no row. */
  takeChunks(): Buffer[] {
    if (this.#column !== 0) throw new TypeError(`a row is still being written, up to ${this.names[this.#column]}`);
    if (this.#rows === 0) return [];
    this.#close();
    const taken = this.#full;
    this.#full = [];
    this.#fullBytes = 0;
    this.#rows = 0;
    this.#begin(FIRST_CHUNK);
    return taken;
  }

  /** The same as one buffer; for few rows, since more than a chunk of them is copied. */
  take(): Buffer {
    const chunks = this.takeChunks();
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  }

  /** Takes back what was handed over, when nobody will look at it any more: the next batch is written into it. */
  giveBack(taken: readonly Buffer[]): void {
    this.#spare.giveBack(taken);
  }

  #value(type: ColumnType, value: unknown): void {
    switch (type) {
      case 'UInt16':
        this.u16(value as number);
        break;
      case 'UInt32':
        this.u32(value as number);
        break;
      case 'Int32':
        this.i32(value as number);
        break;
      case 'Int64':
        this.i64(value as number);
        break;
      case 'Float64':
        this.f64(value as number);
        break;
      case 'Bool':
        this.bool(value as boolean);
        break;
      case 'String':
        if (typeof value === 'string') this.str(value);
        else this.buf(value as Uint8Array);
        break;
      case 'Nullable(Int64)':
        this.i64n((value ?? null) as number | null);
        break;
      case 'Array(String)':
        this.each(value as readonly string[], (text) => text);
        break;
      case 'Array(Tuple(Int64, Int64, Bool, String, String))':
        this.ledger(value as readonly SpanRow[]);
        break;
    }
  }

  #expect(type: ColumnType): void {
    if (this.#types[this.#column] !== type) this.#unexpected(type);
    this.#column += 1;
  }

  #int64(value: number): void {
    if (!Number.isSafeInteger(value)) this.#outOfRange(value);
    const high = Math.floor(value / TWO_32);
    this.#view.setUint32(this.#at, value - high * TWO_32, true);
    this.#view.setInt32(this.#at + 4, high, true);
    this.#at += 8;
  }

  /** The length as a varint, then UTF-8. There must be room for three bytes a UTF-16 unit, and five. */
  #string(value: string): void {
    const buffer = this.#buffer;
    const length = value.length;
    const start = this.#at;
    if (length <= SHORT) {
      let i = 0;
      for (; i < length; i += 1) {
        const unit = value.charCodeAt(i);
        if (unit > 127) break;
        buffer[start + 1 + i] = unit;
      }
      if (i === length) {
        buffer[start] = length;
        this.#at = start + 1 + length;
        return;
      }
    }
    // Mostly ASCII: the varint of the number of UTF-16 units has the right size, otherwise the bytes move up.
    const guess = varintSize(length);
    const written = buffer.write(value, start + guess, 'utf8');
    const size = varintSize(written);
    if (size !== guess) buffer.copyWithin(start + size, start + guess, start + guess + written);
    this.#varint(written);
    this.#at += written;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#buffer[this.#at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#buffer[this.#at++] = rest;
  }

  #room(bytes: number): void {
    if (this.#at + bytes > this.#buffer.length) this.#grow(bytes);
  }

  /** Goes on in another chunk, into which the row that was begun moves: no row lies in two. */
  #grow(bytes: number): void {
    const chunk = this.#buffer;
    const begun = chunk.subarray(this.#rowStart, this.#at);
    const next = Math.max(Math.min(chunk.length * 2, LARGEST_CHUNK), (begun.length + bytes) * 2);
    if (this.#rowStart > 0) this.#close();
    this.#begin(next);
    begun.copy(this.#buffer);
    this.#at = begun.length;
  }

  /** The rows of the chunk are a part of the batch now. */
  #close(): void {
    this.#full.push(this.#buffer.subarray(0, this.#rowStart));
    this.#fullBytes += this.#rowStart;
  }

  #begin(bytes: number): void {
    this.#buffer = this.#spare.take(bytes);
    this.#view = viewOf(this.#buffer);
    this.#at = 0;
    this.#rowStart = 0;
  }

  #drop(): void {
    this.#at = this.#rowStart;
    this.#column = 0;
  }

  #unexpected(type: ColumnType): never {
    const column = this.columns[this.#column];
    this.#drop();
    throw new TypeError(
      column === undefined
        ? `a row has no column for another ${type}`
        : `column ${column[0]} is ${column[1]}, not ${type}`,
    );
  }

  #outOfRange(value: unknown): never {
    const column = this.columns[this.#column - 1]!;
    this.#drop();
    throw new RangeError(`column ${column[0]} (${column[1]}) cannot hold ${String(value)}`);
  }
}

function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x200000) return 3;
  return value < 0x10000000 ? 4 : 5;
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
}
