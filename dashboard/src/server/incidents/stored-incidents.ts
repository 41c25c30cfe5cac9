import { decodeIncident, type Incident } from '@belfry/processor/contract';
import type { Sql } from '@belfry/sql';
import { linesOf } from '../lines-of.ts';

/** Every incident that is not resolved, as the table `incidents` tells it, a slice at a time. Errors are SqlError. */
export async function* storedIncidents(sql: Sql, generation: number): AsyncIterable<readonly Incident[]> {
  const rows = await sql.stream(
    "SELECT body FROM incidents WHERE generation = {generation:UInt32} AND state != 'resolved'",
    'JSONCompactEachRow',
    { generation },
  );
  for await (const slice of linesOf<[body: string]>(rows))
    yield slice.map(([body]) => decodeIncident(Buffer.from(body)));
}
