import type { ArchivedRecord, LogName } from '@belfry/ingest/log';
import { RowReader, type Sql } from '@belfry/sql';

/**
 * A record of the log as the tables keep it: of `events` they have each event with its bytes and its append time. Ticks,
 * policies and what the other logs hold are nowhere else.
 * @param tables resolves once they are open.
 */
export function archivedRecord(
  tables: Promise<Pick<Sql, 'ready' | 'stream'>>,
): (log: LogName, partition: number, offset: number) => Promise<ArchivedRecord | undefined> {
  return async (log, lane, offset) => {
    if (log !== 'events') return undefined;
    const sql = await tables;
    await sql.ready(PATIENCE_MS);
    // Bytes: as JSON what is not UTF-8 would come back as something else.
    const rows = await sql.stream(
      `SELECT subject, append_time, value FROM events
       WHERE generation = 1 AND lane = {lane:UInt16} AND offset = {offset:Int64} LIMIT 1`,
      'RowBinary',
      { lane, offset },
    );
    let found: ArchivedRecord | undefined;
    await new RowReader(['String', 'Int64', 'String']).read(rows, (row) => {
      const [key, appendTime] = [row.str(), row.i64()];
      found = { key, kind: 'event', appendTime, value: Buffer.from(row.buf()) };
    });
    return found;
  };
}

const PATIENCE_MS = 60_000;
