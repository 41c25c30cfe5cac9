import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog, LogName } from '@belfry/ingest/log';
import type { Sql } from '@belfry/sql';

const LOOK_EVERY_MS = 50;

/** Where the lanes of a log end, summed. */
export async function endOf(log: EventLog, name: LogName = 'events'): Promise<number> {
  const lanes = Array.from({ length: log.partitions(name) }, (_, lane) => log.bounds(name, lane));
  return (await Promise.all(lanes)).reduce((sum, { high }) => sum + high, 0);
}

/** How far the stored positions have come, summed over lanes. */
export async function storedOf(sql: Sql, name: LogName = 'events', generation = 1): Promise<number> {
  const [row] = await sql.query<{ reached: number }>(
    'SELECT sum(next_offset) AS reached FROM positions WHERE generation = {generation:UInt32} AND log = {name:String}',
    { generation, name },
  );
  return row?.reached ?? 0;
}

/** Resolves once everything that a log holds now is stored. There is nobody to tell it, so the table is asked. */
export async function untilStored(log: EventLog, sql: Sql, name: LogName = 'events'): Promise<void> {
  const end = await endOf(log, name);
  while ((await storedOf(sql, name)) < end) await pause(LOOK_EVERY_MS);
}
