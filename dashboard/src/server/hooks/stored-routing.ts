import type { CompiledRouting } from '@belfry/processor/contract';
import type { Sql } from '@belfry/sql';

/**
 * Who is told what, as the third fold has taken it from the log; null until it has.
 * @throws SqlError when ClickHouse does not answer.
 */
export async function storedRouting(sql: Sql, generation: number): Promise<CompiledRouting | null> {
  const [row] = await sql.query<{ state: string }>(
    `SELECT state FROM subjects
     WHERE generation = {generation:UInt32} AND log = 'signals' AND lane = 0 AND subject = 'routing'`,
    { generation },
  );
  return row === undefined || row.state === '' ? null : (JSON.parse(row.state) as CompiledRouting | null);
}
