import type { FindAnswer, FoundSubject } from '../../contract/subject-api.ts';
import { FOUND_AT_MOST } from '../../contract/subject-api.ts';
import type { Directory } from '../directory.ts';
import type { Store } from '../drilldown/selection.ts';
import { type ClockSums, clockSums } from './clock-sums.ts';

/**
 * Orders and tickets whose id begins so. `subjects` is sorted by lane and then by name, so each lane is asked for its first few:
 * a few granules are read, however many subjects there are. Errors are SqlError.
 */
export async function findSubjects(store: Store, directory: Directory, q: string): Promise<FindAnswer> {
  const beginnings = /^(order|ticket)\//.test(q) ? [q] : [`order/${q}`, `ticket/${q}`];
  const lists = await Promise.all(beginnings.map((beginning) => firstOf(store, beginning)));
  const names = lists.flat().sort(byName);
  const shown = names.slice(0, FOUND_AT_MOST);
  const sums = await clockSums(store, shown);
  return {
    found: shown.map((subject) => foundSubject(subject, sums.get(subject), directory)),
    more: names.length > shown.length,
  };
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function firstOf({ sql, generation }: Store, beginning: string): Promise<string[]> {
  const lanes = await sql.query<{ lane: number }>(
    "SELECT lane FROM positions WHERE generation = {generation:UInt32} AND log = 'events' ORDER BY lane",
    { generation },
  );
  if (lanes.length === 0) return [];
  const most = FOUND_AT_MOST + 1;
  const ofLane = ({ lane }: { readonly lane: number }): string =>
    `(SELECT DISTINCT subject FROM subjects
      WHERE generation = {generation:UInt32} AND log = 'events' AND lane = ${Number(lane)} AND startsWith(subject, {beginning:String})
      ORDER BY subject LIMIT ${most})`;
  const rows = await sql.query<{ subject: string }>(
    `SELECT subject FROM (${lanes.map(ofLane).join(' UNION ALL ')}) ORDER BY subject LIMIT ${most}
     SETTINGS final = 0, optimize_read_in_order = 1, optimize_distinct_in_order = 1`,
    { generation, beginning },
  );
  return rows.map(({ subject }) => subject);
}

function foundSubject(subject: string, sums: ClockSums | undefined, { partners }: Directory): FoundSubject {
  const partner = sums?.partner ?? '';
  return {
    subject,
    kind: subject.startsWith('order/') ? 'order' : 'ticket',
    partner,
    partnerName: partners.get(partner)?.name ?? partner,
    state: sums === undefined ? null : stateOf(sums),
    due: sums?.due ?? null,
  };
}

function stateOf({ open, breached, paused }: ClockSums): FoundSubject['state'] {
  if (breached > 0) return 'breached';
  if (open > paused) return 'running';
  return paused > 0 ? 'paused' : 'ended';
}
