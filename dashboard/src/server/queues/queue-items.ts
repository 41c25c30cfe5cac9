import type { QueueItem, QueueItems, QueuePlace } from '../../contract/queues-api.ts';
import type { Directory } from '../directory.ts';
import { RefusedQuestion } from '../drilldown/refused-question.ts';
import type { Store } from '../drilldown/selection.ts';
import { PLACE } from './queue-place.ts';
import { type QueueCut, whereOf } from './queues.ts';

export interface QueueQuestion extends QueueCut {
  /** Empty: what no team, or nobody, has. */
  readonly team?: string | undefined;
  readonly person?: string | undefined;
  readonly place?: QueuePlace | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

interface Row {
  readonly subject: string;
  readonly promise: string;
  readonly cycle: number;
  readonly state: QueueItem['state'];
  readonly row: string;
  readonly start: number;
  readonly due: number | null;
  readonly partner: string;
  readonly team: string;
  readonly person: string;
  readonly place: QueuePlace;
  readonly rank: number;
  readonly key: number;
}

/** Those with a deadline by it, behind them the paused and those without, the oldest first. */
const RANK = "multiIf(state = 'paused', 1, isNull(due) AND state != 'breached', 2, 0)";
const KEY = `if(${RANK} = 0, ifNull(due, start), start)`;

/** A page of open clocks by time left. @param now ms UTC. @throws RefusedQuestion, SqlError */
export async function queueItems(
  { sql, generation }: Store,
  directory: Directory,
  question: QueueQuestion,
  now: number,
): Promise<QueueItems> {
  const { team, person, place, after, limit, ...cut } = question;
  const parts = [whereOf(cut)];
  if (team !== undefined) parts.push('queue = {team:String}');
  if (person !== undefined) parts.push('assignee = {person:String}');
  if (place !== undefined) parts.push(`${PLACE} = {place:String}`);
  const where = parts.join(' AND ');
  const params = { generation, now, ...cut, team, person, place };
  const cursor = after === undefined ? undefined : readCursor(after);
  const behind =
    cursor === undefined
      ? ''
      : `AND (${RANK}, ${KEY}, subject, promise, cycle)
           > ({rank:UInt8}, {key:Int64}, {subject:String}, {promiseAfter:String}, {cycle:UInt32})`;
  const [rows, counted] = await Promise.all([
    sql.query<Row>(
      `SELECT subject, promise, cycle, state, row, start, due, partner, queue AS team, assignee AS person,
         ${PLACE} AS place, ${RANK} AS rank, ${KEY} AS key
       FROM clocks WHERE ${where} ${behind} ORDER BY rank, key, subject, promise, cycle LIMIT ${limit + 1}`,
      { ...params, ...cursor },
    ),
    sql.query<{ total: number }>(`SELECT count() AS total FROM clocks WHERE ${where}`, params),
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    asOf: now,
    items: page.map((row) => itemOf(row, directory, now)),
    next: rows.length > limit && last !== undefined ? cursorOf(last) : null,
    total: counted[0]?.total ?? 0,
  };
}

function itemOf({ rank: _, key: __, ...row }: Row, directory: Directory, now: number): QueueItem {
  const { subject, promise, due, partner } = row;
  return {
    ...row,
    kind: subject.startsWith('order/') ? 'order' : 'ticket',
    title: directory.titleOf(promise, row.row) ?? promise,
    left: due === null ? null : due - now,
    partnerName: directory.partners.get(partner)?.name ?? partner,
  };
}

/** For those to whom people are not named. */
export const withoutPerson = (answer: QueueItems): QueueItems => ({
  ...answer,
  items: answer.items.map((item) => ({ ...item, person: '' })),
});

type Cursor = readonly [rank: number, key: number, subject: string, promise: string, cycle: number];

const cursorOf = ({ rank, key, subject, promise, cycle }: Row): string =>
  Buffer.from(JSON.stringify([rank, key, subject, promise, cycle] satisfies Cursor)).toString('base64url');

function readCursor(text: string) {
  try {
    const [rank, key, subject, promiseAfter, cycle] = JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor;
    const numbers = [rank, key, cycle].every((each) => Number.isSafeInteger(each) && each >= 0);
    const texts = typeof subject === 'string' && typeof promiseAfter === 'string';
    if (numbers && texts && rank <= 2) return { rank, key, subject, promiseAfter, cycle };
  } catch {
    // It is refused below.
  }
  throw new RefusedQuestion(400, 'after', `"${text}" is no place in the list.`, 'Send the `next` of the page before.');
}
