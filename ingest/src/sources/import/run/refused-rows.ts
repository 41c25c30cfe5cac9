import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { readRecords } from '../rows/csv-records.ts';
import { unwritable } from './checkpoint.ts';
import type { RefusedRow } from './report.ts';

/** The list of refused rows: one JSON object a line, in a file, so that a million of them are no burden. */
export interface RefusedList {
  /** Its length in bytes, durable up to there. */
  readonly bytes: number;
  append(rows: readonly RefusedRow[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens the list and forgets what stands behind `keep`: rows after the last checkpoint are judged again. */
export async function openRefusedList(path: string, keep: number): Promise<RefusedList> {
  let handle: FileHandle;
  try {
    await mkdir(dirname(path), { recursive: true });
    handle = await open(path, 'a');
    await handle.truncate(keep);
  } catch (error) {
    throw unwritable(path, error);
  }
  let bytes = keep;
  return {
    get bytes() {
      return bytes;
    },
    async append(rows) {
      if (rows.length === 0) return;
      const text = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      await handle.write(text);
      bytes += text.length;
    },
    close: () => handle.close(),
  };
}

export interface MendOptions {
  readonly list: string;
  readonly to: string;
  readonly file: string;
  readonly delimiter: string;
  readonly columns: number;
  /**
   * Rows that are states: where the subject stands. A state means little without those around it, so all rows of a
   * subject with a refused one are written; those that were imported already change nothing the second time.
   */
  readonly keyColumn?: number;
}

/** Writes the refused rows as they stand in the file, under its own header, to be mended and imported again. */
export async function writeRowsToMend(options: MendOptions): Promise<void> {
  const lines = new Set<number>();
  const keys = new Set<string>();
  for await (const text of createInterface({
    input: createReadStream(options.list),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const row = JSON.parse(text) as RefusedRow;
    lines.add(row.line);
    if (row.key !== undefined && options.keyColumn !== undefined) keys.add(row.key);
  }
  await rm(options.to, { force: true });
  const handle = await open(options.to, 'w');
  try {
    let header = true;
    for await (const block of readRecords(options.file, { delimiter: options.delimiter, columns: options.columns })) {
      let text = '';
      for (const record of block.records) {
        const key = options.keyColumn === undefined ? undefined : record.fields[options.keyColumn]?.trim();
        if (header || lines.has(record.line) || (key !== undefined && keys.has(key))) text += `${record.raw()}\n`;
        header = false;
      }
      if (text !== '') await handle.write(text);
    }
  } finally {
    await handle.close();
  }
}
