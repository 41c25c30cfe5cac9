import type { Item } from '@belfry/processor/contract';
import type { Store } from '../../drilldown/selection.ts';
import { linesOf } from '../../lines-of.ts';

/** Every open item of an incident, a slice at a time. Errors are SqlError. */
export async function* openItems({ sql, generation }: Store): AsyncIterable<readonly Item[]> {
  const rows = await sql.stream(
    'SELECT body FROM incident_items WHERE generation = {generation:UInt32} AND open',
    'JSONCompactEachRow',
    { generation },
  );
  for await (const slice of linesOf<[body: string]>(rows)) yield slice.map(([body]) => JSON.parse(body) as Item);
}
