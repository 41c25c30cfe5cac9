import type { PersonQueue, QueueCounts, QueuePlace, QueuesAnswer, TeamQueue } from '../../contract/queues-api.ts';
import type { Directory } from '../directory.ts';
import type { Store } from '../drilldown/selection.ts';
import { addClocks, byPressure, type Mutable, noClocks, PLACE } from './queue-place.ts';

/** Which open clocks; each part is optional. */
export interface QueueCut {
  readonly partner?: string | undefined;
  readonly promise?: string | undefined;
}

interface Row {
  readonly team: string;
  readonly person: string;
  readonly place: QueuePlace;
  readonly count: number;
  /** The earliest deadline of them, or null. */
  readonly next: number | null;
}

/** The open clocks by team and by person. @param now ms UTC. Errors are SqlError. */
export async function queues(store: Store, directory: Directory, cut: QueueCut, now: number): Promise<QueuesAnswer> {
  const { sql, generation } = store;
  const where = whereOf(cut);
  const [rows, filters] = await Promise.all([
    sql.query<Row>(
      `SELECT queue AS team, assignee AS person, ${PLACE} AS place, count() AS count, min(due) AS next
       FROM clocks WHERE ${where} GROUP BY team, person, place`,
      { generation, now, ...cut },
    ),
    sql.query<{ partners: string[]; promises: string[] }>(
      `SELECT groupUniqArray(partner) AS partners, groupUniqArray(promise) AS promises FROM clocks WHERE ${whereOf({})}`,
      { generation },
    ),
  ]);
  const { partners = [], promises = [] } = filters[0] ?? {};
  const total = noClocks();
  const teams = new Map<string, Mutable<TeamQueue>>();
  const people = new Map<string, Mutable<PersonQueue> & { teams: string[] }>();
  for (const { team, person, place, count, next } of rows) {
    addClocks(total, place, count);
    add(
      of(teams, team, () => ({ team, ...noClocks(), next: null })),
      place,
      count,
      next,
    );
    const own = of(people, person, () => ({ person, ...noClocks(), next: null, teams: [] }));
    add(own, place, count, next);
    if (team !== '' && !own.teams.includes(team)) own.teams = [...own.teams, team].sort();
  }
  return {
    asOf: now,
    total,
    teams: [...teams.values()].sort(byPressure),
    people: [...people.values()].sort(byPressure),
    partners: partners.sort().map((partner) => ({ partner, name: directory.partners.get(partner)?.name ?? partner })),
    promises: promises.sort().map((promise) => ({ promise, title: directory.titleOf(promise, '') ?? promise })),
    names: true,
  };
}

/** For those to whom people are not named. */
export const withoutPeople = (answer: QueuesAnswer): QueuesAnswer => ({ ...answer, people: [], names: false });

/** In the table `clocks`. */
export function whereOf({ partner, promise }: QueueCut): string {
  const parts = ['generation = {generation:UInt32}', 'open'];
  if (partner !== undefined) parts.push('partner = {partner:String}');
  if (promise !== undefined) parts.push('promise = {promise:String}');
  return parts.join(' AND ');
}

function of<Queue>(queues: Map<string, Queue>, name: string, empty: () => Queue): Queue {
  const known = queues.get(name);
  if (known !== undefined) return known;
  const queue = empty();
  queues.set(name, queue);
  return queue;
}

function add(
  queue: Mutable<QueueCounts> & { next: number | null },
  place: QueuePlace,
  count: number,
  next: number | null,
): void {
  addClocks(queue, place, count);
  if (place === 'breached' || next === null) return;
  queue.next = Math.min(queue.next ?? next, next);
}
