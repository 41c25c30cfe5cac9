import type { Sql } from '@belfry/sql';

/** What a table holds on disk, beside what is in it once rows that replace each other are counted once. */
export interface TableRows {
  readonly table: string;
  readonly parts: number;
  readonly rows: number;
  readonly keys: number;
}

/** Of every table that replaces rows. */
export async function rowsPerKey(sql: Sql): Promise<TableRows[]> {
  const parts = await sql.query<{ table: string; parts: number; rows: number }>(
    `SELECT table, count() AS parts, sum(rows) AS rows FROM system.parts
     WHERE active AND database = currentDatabase() AND table IN (
       SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'ReplacingMergeTree')
     GROUP BY table ORDER BY table SETTINGS final = 0`,
  );
  const counted: TableRows[] = [];
  for (const part of parts) {
    const [row] = await sql.query<{ keys: number }>(`SELECT count() AS keys FROM ${part.table}`);
    counted.push({ ...part, keys: row!.keys });
  }
  return counted;
}
