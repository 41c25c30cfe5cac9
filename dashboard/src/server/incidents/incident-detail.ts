import type { Incident, Item } from '@belfry/processor/contract';
import { type IncidentDetail, ITEMS_SHOWN } from '../../contract/index.ts';
import type { Directory } from '../directory.ts';
import { RefusedQuestion } from '../drilldown/refused-question.ts';
import type { Store } from '../drilldown/selection.ts';
import { auditOfIncident } from '../people/audit/audit-list.ts';
import { namedIncident } from './named-incident.ts';

/** One incident with what it consists of and what people said about it. @throws RefusedQuestion, SqlError */
export async function incidentDetail(store: Store, directory: Directory, id: string): Promise<IncidentDetail> {
  const { sql, generation } = store;
  const params = { generation, id };
  const [row] = await sql.query<{ body: string }>(
    'SELECT body FROM incidents WHERE generation = {generation:UInt32} AND id = {id:String}',
    params,
  );
  if (row === undefined) {
    const remedy = 'Those that there are stand at /api/incidents?state=all.';
    throw new RefusedQuestion(404, 'id', `There is no incident ${id}.`, remedy);
  }
  const incident = JSON.parse(row.body) as Incident;
  const [items, audit] = await Promise.all([
    sql.query<{ body: string }>(
      `SELECT body FROM incident_items WHERE generation = {generation:UInt32} AND incident = {id:String}
       ORDER BY open DESC, at, item LIMIT ${ITEMS_SHOWN}`,
      params,
    ),
    auditOfIncident(store, incident),
  ]);
  return {
    incident: namedIncident(incident, directory),
    items: items.map(({ body }) => JSON.parse(body) as Item),
    audit,
  };
}
