import type { Evidence } from '@belfry/processor/contract';
import type { LinkedSubject } from '../../contract/subject-api.ts';
import type { Store } from '../drilldown/selection.ts';
import { clockSums } from './clock-sums.ts';

/** So many are told at most: an order with more tickets than this has other troubles. */
const MOST = 100;

type Link = Pick<LinkedSubject, 'subject' | 'how'>;

/**
 * The order of a ticket and the tickets of an order, those that its own events name first. Nobody else's clocks are judged: it
 * is told how the tables have them. Errors are SqlError.
 */
export async function linkedSubjects(
  store: Store,
  subject: string,
  evidence: readonly Evidence[],
): Promise<readonly LinkedSubject[]> {
  const links = new Map<string, Link>();
  for (const link of [...named(evidence), ...(await namedBy(store, subject))]) {
    if (link.subject !== subject && !links.has(link.subject)) links.set(link.subject, link);
  }
  const found = [...links.values()].slice(0, MOST);
  const sums = await clockSums(
    store,
    found.map((link) => link.subject),
  );
  return found.map((link) => {
    const { open = 0, breached = 0, due = null } = sums.get(link.subject) ?? {};
    return { ...link, open, breached, due };
  });
}

/** What its events name. */
function* named(evidence: readonly Evidence[]): Generator<Link> {
  for (const { kind, name, data } of evidence) {
    if (kind !== 'event') continue;
    const { relates, into } = data;
    for (const other of Array.isArray(relates) ? relates : []) {
      if (typeof other === 'string' && isSubject(other)) yield { subject: other, how: 'relates' };
    }
    if (name === 'ticket.merged' && typeof into === 'string' && into !== '') {
      yield { subject: into.startsWith('ticket/') ? into : `ticket/${into}`, how: 'merged-into' };
    }
  }
}

const isSubject = (name: string): boolean => name.startsWith('order/') || name.startsWith('ticket/');

/** Tickets whose events name it. */
async function namedBy({ sql, generation }: Store, subject: string): Promise<readonly Link[]> {
  const rows = await sql.query<{ subject: string; how: string }>(
    `SELECT subject, how FROM relations WHERE generation = {generation:UInt32} AND about = {subject:String}
     ORDER BY subject LIMIT ${MOST}`,
    { generation, subject },
  );
  return rows.map(({ subject: other, how }) => ({
    subject: other,
    how: how === 'merged' ? 'merged-from' : 'relates',
  }));
}
