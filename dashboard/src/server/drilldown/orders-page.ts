import { type Counts, dayOfIso, failing, isoOfDay } from '@belfry/processor/contract';
import type { OrderRow, OrdersAnswer } from '../../contract/kpi-api.ts';
import { selectedDays, sumOf } from './day-counts.ts';
import { DELTAS, DEN, NUM } from './once-each.ts';
import { clocksOf } from './order-clocks.ts';
import { RefusedQuestion } from './refused-question.ts';
import { CAUSE, outermost, type Selection, type Store, whereOf } from './selection.ts';

/** Which of the subjects behind a number: those of the numerator, the rest, those that fail or do not, all. */
export type OrderSet = 'all' | 'kept' | 'failing' | 'numerator' | 'rest';

export interface OrdersQuestion {
  readonly selection: Selection;
  readonly set: OrderSet;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
  /** Only what lies before these offsets of the events lanes, so that several pages are of one moment. */
  readonly before?: ReadonlyMap<number, number>;
}

/**
 * The subjects behind a number, newest cohort day first, then by name, a page at a time. The counts by day say how far
 * back a page reaches, so that only those days of the deltas are read.
 */
export async function ordersPage(store: Store, question: OrdersQuestion): Promise<OrdersAnswer> {
  const { selection, set, limit } = question;
  const after = question.after === undefined ? null : readCursor(question.after);
  const days = await selectedDays(store, selection);
  const share = (counts: Counts): number => shareOf(counts, set, selection);
  const total = share(sumOf(days));
  const { from, to } = outermost(selection.scopes);
  const rows: OrderLine[] = [];
  let high = Math.min(to, after?.day ?? to);
  while (high >= from && rows.length <= limit) {
    // One more than the page tells whether there is another. Days without a count are read as well where they lie between:
    // deltas may be a moment ahead of what has been added up.
    let low = high;
    let room = limit + 1 - rows.length;
    for (const day of days) {
      if (day.bucket > high) continue;
      if (room <= 0) break;
      room -= Math.max(0, share(day));
      low = Math.min(low, day.bucket);
    }
    if (room > 0) low = from;
    rows.push(...(await linesOf(store, question, { low, high }, after, limit + 1 - rows.length)));
    high = low - 1;
  }
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const clocks = await clocksOf(
    store,
    selection.kpi,
    page.map(({ subject }) => subject),
  );
  return {
    rows: page.map(({ bucket, n, why, ...line }): OrderRow => {
      const { due = null, stop = null, broken = [] } = clocks.get(line.subject) ?? {};
      return { ...line, day: isoOfDay(bucket), num: n, due, stop, broken, cause: why };
    }),
    next: rows.length > limit && last !== undefined ? cursorOf(last) : null,
    total,
  };
}

function shareOf(counts: Counts, set: OrderSet, { kpi }: Selection): number {
  const fails = failing(counts, kpi.good);
  switch (set) {
    case 'all':
      return counts.den;
    case 'failing':
      return fails;
    case 'kept':
      return counts.den - fails;
    case 'numerator':
      return counts.num;
    case 'rest':
      return counts.den - counts.num;
  }
}

/** The numerator of the subjects in a set; null where both are in it. */
export function numeratorOf(set: OrderSet, { kpi }: Pick<Selection, 'kpi'>): 0 | 1 | null {
  if (set === 'all') return null;
  if (set === 'numerator' || set === 'rest') return set === 'numerator' ? 1 : 0;
  return (set === 'failing') === (kpi.good === 'low') ? 1 : 0;
}

interface OrderLine {
  readonly subject: string;
  readonly partner: string;
  readonly bucket: number;
  readonly n: 0 | 1;
  readonly market: string;
  readonly carrier: string;
  readonly channel: string;
  readonly at: number;
  readonly why: string;
}

interface Cursor {
  readonly day: number;
  readonly subject: string;
}

/** A subject counts in the cell in which its deltas add up to one. */
async function linesOf(
  store: Store,
  { selection, set, before }: OrdersQuestion,
  { low, high }: { readonly low: number; readonly high: number },
  after: Cursor | null,
  limit: number,
): Promise<OrderLine[]> {
  const { text, params } = whereOf(store, selection);
  const n = numeratorOf(set, selection);
  return await store.sql.query<OrderLine>(
    `SELECT subject, partner, bucket, market, carrier, channel, ${NUM} AS n, at, why FROM (
       SELECT subject, partner, bucket, market, carrier, channel, ${DELTAS},
         max(append_time) AS at, argMax(${CAUSE}, (append_time, lane, offset)) AS why
       FROM kpi_deltas
       WHERE ${text} AND bucket BETWEEN {low:Int32} AND {high:Int32}
       ${after === null ? '' : 'AND (bucket < {day:Int32} OR bucket = {day:Int32} AND subject > {subject:String})'}
       ${before === undefined ? '' : 'AND (NOT mapContains({before:Map(UInt16, Int64)}, lane) OR offset < {before:Map(UInt16, Int64)}[lane])'}
       GROUP BY partner, market, carrier, channel, bucket, subject)
     WHERE ${DEN} = 1 ${n === null ? '' : `AND n = ${n}`}
     ORDER BY bucket DESC, subject LIMIT {limit:UInt32} SETTINGS final = 0`,
    { ...params, low, high, ...after, limit, ...(before && { before }) },
  );
}

const cursorOf = ({ bucket, subject }: OrderLine): string => `${isoOfDay(bucket)}~${subject}`;

function readCursor(text: string): Cursor {
  const day = dayOfIso(text.slice(0, 10));
  if (day !== undefined && text[10] === '~' && text.length > 11) return { day, subject: text.slice(11) };
  throw new RefusedQuestion(400, 'after', `${text} is no place in the list.`, 'Send the "next" of the page before.');
}
