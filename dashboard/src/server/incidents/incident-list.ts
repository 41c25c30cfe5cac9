import type { Incident } from '@belfry/processor/contract';
import type { IncidentList } from '../../contract/index.ts';
import type { Directory } from '../directory.ts';
import type { Store, Where } from '../drilldown/selection.ts';
import { namedIncident } from './named-incident.ts';

export interface IncidentQuestion {
  readonly state: 'open' | 'resolved' | 'all';
  /** Incidents that have items of this partner. */
  readonly partner: string | undefined;
  /** Incidents that have items of this subject; `incident/…` and `partner/…` are understood as well. */
  readonly subject: string | undefined;
  /** Only what was resolved before this instant. */
  readonly before: number | undefined;
  readonly limit: number;
}

/** As `byGravest`: what nobody has taken on comes first, then the graver, then the newer. */
const GRAVEST = `state = 'acknowledged', indexOf(['critical', 'warning', 'info'], severity),
  JSONExtractInt(body, 'newest') DESC, id`;

/** Incidents that fit, the open ones worst first, and behind them the resolved ones newest first. Errors are SqlError. */
export async function incidentList(
  store: Store,
  directory: Directory,
  question: IncidentQuestion,
): Promise<IncidentList> {
  const { state, before, limit } = question;
  const none = { incidents: [], total: 0 };
  const open = state === 'resolved' || before !== undefined ? none : await page(store, question, 'open', limit);
  const room = limit - open.incidents.length;
  const resolved = state === 'open' ? none : await page(store, question, 'resolved', room);
  const incidents = [...open.incidents, ...resolved.incidents];
  return { incidents: incidents.map((one) => namedIncident(one, directory)), total: open.total + resolved.total };
}

async function page(store: Store, question: IncidentQuestion, state: 'open' | 'resolved', limit: number) {
  const { text, params } = whereOf(store, question, state);
  const [counted, rows] = await Promise.all([
    store.sql.query<{ total: number }>(`SELECT count() AS total FROM incidents WHERE ${text}`, params),
    limit === 0
      ? []
      : store.sql.query<{ body: string }>(
          // Without ties, a page that ends between two incidents of one tick would hide the second one for good.
          `SELECT body FROM incidents WHERE ${text}
           ORDER BY ${state === 'open' ? `${GRAVEST} LIMIT ${limit}` : `resolved DESC LIMIT ${limit} WITH TIES`}`,
          params,
        ),
  ]);
  return { incidents: rows.map(({ body }) => JSON.parse(body) as Incident), total: counted[0]?.total ?? 0 };
}

function whereOf({ generation }: Store, question: IncidentQuestion, state: 'open' | 'resolved'): Where {
  const params: Record<string, unknown> = { generation };
  const parts = ['generation = {generation:UInt32}', `state ${state === 'open' ? '!=' : '='} 'resolved'`];
  const withItem = (column: string): string =>
    `id IN (SELECT incident FROM incident_items WHERE generation = {generation:UInt32} AND ${column})`;
  const ofPartner = (placeholder: string): string =>
    `(partner = ${placeholder} OR ${withItem(`partner = ${placeholder}`)})`;
  if (question.partner !== undefined) {
    parts.push(ofPartner('{partner:String}'));
    params.partner = question.partner;
  }
  if (question.subject !== undefined) {
    const [kind, id] = apart(question.subject);
    params.subject = kind === 'incident' || kind === 'partner' ? id : question.subject;
    if (kind === 'incident') parts.push('id = {subject:String}');
    else parts.push(kind === 'partner' ? ofPartner('{subject:String}') : withItem('subject = {subject:String}'));
  }
  if (question.before !== undefined && state === 'resolved') {
    parts.push('resolved < {before:Int64}');
    params.before = question.before;
  }
  return { text: parts.join(' AND '), params };
}

function apart(subject: string): readonly [kind: string, id: string] {
  const slash = subject.indexOf('/');
  return [subject.slice(0, slash), subject.slice(slash + 1)];
}
