import { open } from 'node:fs/promises';
import { type CsvError, parse } from 'csv-parse/sync';
import { unreadable } from '../unreadable.ts';

/** One record of a CSV file: its fields, or what is wrong with its text. */
export interface CsvRecord {
  /** The line on which it starts, from 1; the header is line 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** Why this text is no record. It then is exactly one line, and reading goes on with the next. */
  readonly problem?: string;
  /** Its bytes as they stand in the file, without the line end. */
  readonly raw: () => string;
}

/** The records that stand in one block of the file. */
export interface CsvBlock {
  readonly records: readonly CsvRecord[];
  /** The offset behind the block in the file, in bytes. */
  readonly end: number;
}

export interface CsvOptions {
  readonly delimiter: string;
  /** How many fields a record has; unknown while the header is read. */
  readonly columns?: number;
  /** Blocks are read in pieces of this size, in bytes. */
  readonly chunk?: number;
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
/** A record that is longer than this has an unclosed quote, since no export writes such rows. */
const LONGEST_RECORD = 1 << 20;

/**
 * Reads a CSV file record by record in constant memory. A stray quote would make the parser swallow the rest of the
 * file, so the file is cut into blocks that end outside of quotes, and whatever is wrong costs one line: reading goes on
 * behind it. Throws `IMPORT_FILE_UNREADABLE`.
 */
export async function* readRecords(file: string, options: CsvOptions): AsyncGenerator<CsvBlock> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  try {
    const chunk = Buffer.allocUnsafe(options.chunk ?? 1 << 18);
    let carry: Buffer = Buffer.alloc(0);
    let line = 1;
    let end = 0;
    for (;;) {
      // A folder is opened like a file and first found out here.
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, null).catch((cause: unknown) => {
        throw unreadable(file, cause);
      });
      const last = bytesRead === 0;
      carry = last ? carry : Buffer.concat([carry, chunk.subarray(0, bytesRead)]);
      const cut = last ? carry.length : blockEnd(carry);
      if (cut > 0) {
        const block = readBlock(carry.subarray(0, cut), line, options);
        line = block.nextLine;
        end += cut;
        carry = carry.subarray(cut);
        yield { records: block.records, end };
      }
      if (last) return;
    }
  } finally {
    await handle.close();
  }
}

/**
 * Where a block can end: behind the last line end that lies outside of quotes. If everything that was read stands in
 * one quoted field, the field is given up once it is longer than any record.
 */
function blockEnd(bytes: Buffer): number {
  let quoted = false;
  let outside = 0;
  let any = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === NEWLINE) {
      any = i + 1;
      if (!quoted) outside = i + 1;
    }
  }
  if (outside > 0 && bytes.length - outside <= LONGEST_RECORD) return outside;
  if (bytes.length - outside <= LONGEST_RECORD) return 0;
  return any > 0 ? any : bytes.length;
}

function readBlock(bytes: Buffer, firstLine: number, options: CsvOptions): { records: CsvRecord[]; nextLine: number } {
  const records: CsvRecord[] = [];
  let from = 0;
  let line = firstLine;
  while (from < bytes.length) {
    const piece = parsePiece(bytes, from, line, options);
    for (const record of piece.records) records.push(record);
    from = piece.end;
    line = piece.nextLine;
    if (piece.problem === undefined) continue;
    // The text behind the last good record is no record. Only its first line is given up.
    while (from < bytes.length && isBlank(bytes, from)) {
      from = lineEnd(bytes, from);
      line++;
    }
    if (from >= bytes.length) break;
    const next = lineEnd(bytes, from);
    records.push({ line, fields: [], problem: piece.problem, raw: rawText(bytes, from, next) });
    from = next;
    line++;
  }
  return { records, nextLine: line };
}

interface Piece {
  readonly records: readonly CsvRecord[];
  /** Behind the last good record. */
  readonly end: number;
  readonly nextLine: number;
  readonly problem?: string;
}

function parsePiece(bytes: Buffer, from: number, firstLine: number, options: CsvOptions): Piece {
  const records: CsvRecord[] = [];
  let end = from;
  let lines = 0;
  let problem: string | undefined;
  try {
    parse(bytes.subarray(from), {
      bom: true,
      delimiter: options.delimiter,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n'],
      skip_empty_lines: true,
      on_record(fields: string[], context) {
        if (problem !== undefined) return null;
        const within = context.lines - lines > 1 ? newlines(fields) : 0;
        if (options.columns !== undefined && fields.length !== options.columns && within > 0) {
          problem = 'a quote that is not closed on its line: the record would go on over several lines';
          return null;
        }
        const until = Math.min(from + context.bytes, bytes.length);
        records.push({ line: firstLine + context.lines - 1 - within, fields, raw: rawText(bytes, end, until) });
        end = until;
        lines = context.lines;
        return null;
      },
    });
  } catch (error) {
    const code = (error as CsvError).code;
    if (code === undefined) throw error;
    problem ??=
      code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a quote that is never closed'
        : code === 'CSV_INVALID_CLOSING_QUOTE'
          ? 'text behind a closing quote: double the quotes that belong to the text'
          : (error as Error).message;
  }
  if (problem === undefined) return { records, end: bytes.length, nextLine: firstLine + newlinesIn(bytes, from) };
  return { records, end, nextLine: firstLine + lines, problem };
}

const rawText = (bytes: Buffer, from: number, to: number) => (): string =>
  bytes
    .toString('utf8', from, to)
    .replace(/^\uFEFF/, '')
    .replace(/^[\r\n]+|[\r\n]+$/g, '');

function lineEnd(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(NEWLINE, from);
  return at < 0 ? bytes.length : at + 1;
}

const isBlank = (bytes: Buffer, from: number): boolean =>
  bytes[from] === NEWLINE || (bytes[from] === 0x0d && bytes[from + 1] === NEWLINE);

function newlines(fields: readonly string[]): number {
  let count = 0;
  for (const field of fields) for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) count++;
  return count;
}

function newlinesIn(bytes: Buffer, from: number): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
