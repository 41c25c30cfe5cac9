import type { EventLog } from '@belfry/ingest/log';
import { encodeRoutes, type RoutesRecord } from '../contract/index.ts';

/**
 * Tells the third fold who is told what from now on. Said at every start, since nobody knows what stands in the log; of the
 * same hash twice the fold drops the second.
 */
export async function publishRouting(log: EventLog, record: RoutesRecord): Promise<void> {
  const { hash, routing } = record;
  await log.append('signals', 0, [{ key: 'routing', kind: 'routes', value: encodeRoutes({ hash, routing }) }]);
}
