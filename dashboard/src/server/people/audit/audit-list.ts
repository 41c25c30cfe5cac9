import type { BelfryEvent } from '@belfry/ingest/contract';
import type { Incident } from '@belfry/processor/contract';
import type { AuditEntry } from '../../../contract/index.ts';
import type { Store, Where } from '../../drilldown/selection.ts';

/** What is asked for; each part is optional. */
export interface AuditQuestion {
  readonly subject?: string | undefined;
  readonly type?: string | undefined;
  readonly who?: string | undefined;
  /** Only what the log took before this instant. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Of an incident so many are told at most. */
const OF_AN_INCIDENT = 200;

/** What people said, newest first by when the log took it. Errors are SqlError. */
export async function auditList(store: Store, question: AuditQuestion): Promise<readonly AuditEntry[]> {
  const { subject, type, who, before, limit } = question;
  const parts: string[] = [];
  const params: Record<string, unknown> = {};
  for (const [column, value] of Object.entries({ subject, type, who })) {
    if (value === undefined) continue;
    parts.push(`${column} = {${column}:String}`);
    params[column] = value;
  }
  if (before !== undefined) {
    parts.push('told < {before:Int64}');
    params.before = before;
  }
  return await entriesWhere(store, { text: parts.join(' AND ') || 'true', params }, limit);
}

/**
 * What people said about an incident: of itself, of the subjects of its items, and since it began of its partner's
 * incidents, which mean this one too.
 */
export async function auditOfIncident(store: Store, { id, partner, since }: Incident): Promise<readonly AuditEntry[]> {
  const items = 'SELECT subject FROM incident_items WHERE generation = {generation:UInt32} AND incident = {id:String}';
  const ofPartner = "subject = {partner:String} AND startsWith(type, 'signal.') AND told >= {since:Int64}";
  const text = `(subject = {itself:String} OR subject IN (${items}) OR ${ofPartner})`;
  const params = { id, itself: `incident/${id}`, partner: `partner/${partner}`, since };
  return await entriesWhere(store, { text, params }, OF_AN_INCIDENT);
}

/**
 * What people said about an order or a ticket: of itself, of the incidents that it belongs to, and since the first of them
 * began of its partner's.
 */
export async function auditOfSubject(
  store: Store,
  subject: string,
  partner: string,
  incidents: readonly Pick<Incident, 'id' | 'since'>[],
): Promise<readonly AuditEntry[]> {
  const about = [subject, ...incidents.map(({ id }) => `incident/${id}`)];
  const since = incidents.reduce((first, incident) => Math.min(first, incident.since), Number.MAX_SAFE_INTEGER);
  const ofPartner = "subject = {partner:String} AND startsWith(type, 'signal.') AND told >= {since:Int64}";
  const text = `(subject IN {about:Array(String)} OR ${ofPartner})`;
  return await entriesWhere(store, { text, params: { about, partner: `partner/${partner}`, since } }, OF_AN_INCIDENT);
}

interface Row extends Omit<AuditEntry, 'data'> {
  readonly body: string;
}

/** As many as were asked for, and those of the same instant as the last: a page ends between two instants. */
async function entriesWhere({ sql, generation }: Store, { text, params }: Where, limit: number) {
  const rows = await sql.query<Row>(
    `SELECT lane, offset, at, told, type, subject, who, reason, until, body FROM audit
     WHERE generation = {generation:UInt32} AND ${text} ORDER BY told DESC LIMIT ${limit} WITH TIES`,
    { generation, ...params },
  );
  return rows.sort((a, b) => b.told - a.told || a.lane - b.lane || b.offset - a.offset).map(entryOf);
}

function entryOf({ body, ...row }: Row): AuditEntry {
  const { data = {} } = JSON.parse(body) as BelfryEvent;
  return { ...row, data };
}
