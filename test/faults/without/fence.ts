import type { Sql } from '@belfry/sql';

/** The tables whose rows change: which of two rows of a key counts is said by their version alone. */
const VERSIONED = {
  subjects: 'generation, log, lane, subject',
  clocks: 'generation, subject, promise, cycle',
  positions: 'generation, log, lane',
};

/** Takes the versions out of a room's tables, before anything is written: whoever wrote last is right then. */
export async function takeOutFence(sql: Sql): Promise<void> {
  for (const [table, key] of Object.entries(VERSIONED)) {
    await sql.command(`CREATE TABLE unfenced_${table} AS ${table} ENGINE = ReplacingMergeTree ORDER BY (${key})`);
    await sql.command(`EXCHANGE TABLES ${table} AND unfenced_${table}`);
  }
}
