import { ImportError } from '../import-error.ts';
import { readRecords } from './csv-records.ts';

/** A second file by the key of its rows, in memory. */
export interface JoinIndex {
  /** The rows of a key, in the order of the file; asked for once a key, so that what nobody asks for is known. */
  take(key: string): readonly (readonly string[])[];
  /** What is wrong with a row of this key: whoever joins it cannot be told whole. */
  problem(key: string): string | undefined;
  readonly rows: number;
  /** Rows that are broken, by line. */
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
  /** Rows whose key no row of the main file has named so far. */
  unmatched(): number;
}

export interface JoinOptions {
  readonly file: string;
  readonly delimiter: string;
  readonly columns: number;
  /** Where the key stands. */
  readonly key: number;
  /** The columns that the mapping reads; only those are kept. */
  readonly used: ReadonlySet<number>;
  /** Most rows that may be held in memory. */
  readonly limit: number;
}

/** Reads a joined file whole. Throws `IMPORT_JOIN_TOO_LARGE`, since a file that outgrows memory must be cut by its owner. */
export async function loadJoin(options: JoinOptions): Promise<JoinIndex> {
  const byKey = new Map<string, { readonly rows: string[][]; asked: boolean }>();
  const problems = new Map<string, string>();
  const refused: { line: number; reason: string }[] = [];
  let rows = 0;
  let header = true;
  for await (const block of readRecords(options.file, { delimiter: options.delimiter, columns: options.columns })) {
    for (const record of block.records) {
      if (header) {
        header = false;
        continue;
      }
      rows++;
      if (rows > options.limit)
        throw new ImportError(
          'IMPORT_JOIN_TOO_LARGE',
          `${options.file} has more than ${options.limit} rows, and joined files are held in memory: cut both files by time and import them one after the other`,
        );
      const key = record.fields[options.key]?.trim();
      const reason =
        record.problem ??
        (record.fields.length === options.columns
          ? key === undefined || key === ''
            ? 'the key is empty'
            : undefined
          : `has ${record.fields.length} columns, the header has ${options.columns}`);
      if (reason !== undefined) {
        refused.push({ line: record.line, reason });
        if (key !== undefined && key !== '') problems.set(key, `${options.file} line ${record.line}: ${reason}`);
        continue;
      }
      const kept = record.fields.map((field, i) => (options.used.has(i) ? field : ''));
      const held = byKey.get(key as string);
      if (held === undefined) byKey.set(key as string, { rows: [kept], asked: false });
      else held.rows.push(kept);
    }
  }
  return {
    rows,
    refused,
    take(key) {
      const held = byKey.get(key);
      if (held === undefined) return [];
      held.asked = true;
      return held.rows;
    },
    problem: (key) => problems.get(key),
    unmatched() {
      let count = 0;
      for (const held of byKey.values()) if (!held.asked) count += held.rows.length;
      return count;
    },
  };
}
