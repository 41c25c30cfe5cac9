import type { ColumnType, SpanRow } from './row-writer.ts';
import { SqlError } from './sql.ts';

const TWO_32 = 4294967296;

/**
 * Reads RowBinary bytes, as `Sql.stream` gives them, without an object a row.
 *
 * @example
 * const reader = new RowReader(['String', 'Int64', 'String']);
 * const stream = await sql.stream('SELECT subject, offset, state FROM subjects WHERE open', 'RowBinary');
 * await reader.read(stream, (row) => restore(row.str(), row.i64(), row.str()));
 */
export class RowReader {
  readonly #types: readonly ColumnType[];
  #buffer: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #at = 0;

  /** @param types of the SELECT's columns, in its order; a LowCardinality(String) comes as String. */
  constructor(types: readonly ColumnType[]) {
    this.#types = types;
  }

  /**
   * Calls `each` once a row, synchronously; in it the values are taken by the typed methods, in the order of the columns.
   * Columns that it does not take are skipped. Resolves to the number of rows.
   */
  async read(stream: AsyncIterable<Buffer>, each: (row: RowReader) => void): Promise<number> {
    let rows = 0;
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of stream) {
      const buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      this.#buffer = buffer;
      this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
      let start = 0;
      for (;;) {
        const end = this.#rowEnd(start);
        if (end < 0) break;
        this.#at = start;
        each(this);
        rows += 1;
        start = end;
      }
      rest = buffer.subarray(start);
    }
    if (rest.length > 0) {
      throw new SqlError(
        'SQL_REFUSED',
        `a RowBinary result ends within a row; its columns are not ${this.#types.join(', ')}`,
      );
    }
    return rows;
  }

  u16(): number {
    const value = this.#view.getUint16(this.#at, true);
    this.#at += 2;
    return value;
  }

  u32(): number {
    const value = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return value;
  }

  i32(): number {
    const value = this.#view.getInt32(this.#at, true);
    this.#at += 4;
    return value;
  }

  /** Exact within +-2^53. */
  i64(): number {
    const value = this.#view.getInt32(this.#at + 4, true) * TWO_32 + this.#view.getUint32(this.#at, true);
    this.#at += 8;
    return value;
  }

  f64(): number {
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  i64n(): number | null {
    return this.#buffer[this.#at++] === 1 ? null : this.i64();
  }

  bool(): boolean {
    return this.#buffer[this.#at++] === 1;
  }

  str(): string {
    const length = this.#varint();
    const start = this.#at;
    this.#at = start + length;
    return this.#buffer.toString('utf8', start, this.#at);
  }

  /** A String's bytes; valid for as long as the caller keeps them, they share the chunk's memory. */
  buf(): Buffer {
    const length = this.#varint();
    const start = this.#at;
    this.#at = start + length;
    return this.#buffer.subarray(start, this.#at);
  }

  ledger(): SpanRow[] {
    const spans: SpanRow[] = [];
    for (let left = this.#varint(); left > 0; left -= 1) {
      spans.push({ from: this.i64(), to: this.i64(), counted: this.bool(), holder: this.str(), rule: this.str() });
    }
    return spans;
  }

  strs(): string[] {
    const texts: string[] = [];
    for (let left = this.#varint(); left > 0; left -= 1) texts.push(this.str());
    return texts;
  }

  #varint(): number {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.#buffer[this.#at++]!;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }

  /** Where the row that begins at `start` ends, or -1 if the buffer does not hold all of it. */
  #rowEnd(start: number): number {
    const limit = this.#buffer.length;
    if (start >= limit) return -1;
    this.#at = start;
    for (const type of this.#types) {
      if (!this.#skip(type, limit)) return -1;
    }
    return this.#at;
  }

  #skip(type: ColumnType, limit: number): boolean {
    switch (type) {
      case 'UInt16':
        this.#at += 2;
        return this.#at <= limit;
      case 'UInt32':
      case 'Int32':
        this.#at += 4;
        return this.#at <= limit;
      case 'Int64':
      case 'Float64':
        this.#at += 8;
        return this.#at <= limit;
      case 'Bool':
        this.#at += 1;
        return this.#at <= limit;
      case 'Nullable(Int64)':
        if (this.#at >= limit) return false;
        this.#at += this.#buffer[this.#at] === 1 ? 1 : 9;
        return this.#at <= limit;
      case 'String':
        return this.#skipString(limit);
      case 'Array(String)': {
        if (!this.#wholeVarint(limit)) return false;
        for (let left = this.#varint(); left > 0; left -= 1) if (!this.#skipString(limit)) return false;
        return true;
      }
      case 'Array(Tuple(Int64, Int64, Bool, String, String))': {
        if (!this.#wholeVarint(limit)) return false;
        for (let left = this.#varint(); left > 0; left -= 1) {
          this.#at += 17;
          if (!this.#skipString(limit) || !this.#skipString(limit)) return false;
        }
        return true;
      }
    }
  }

  #skipString(limit: number): boolean {
    if (!this.#wholeVarint(limit)) return false;
    const length = this.#varint();
    this.#at += length;
    return this.#at <= limit;
  }

  #wholeVarint(limit: number): boolean {
    for (let at = this.#at; at < limit; at += 1) if (this.#buffer[at]! < 128) return true;
    return false;
  }
}
