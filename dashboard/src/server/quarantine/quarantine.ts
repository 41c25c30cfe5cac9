import {
  HEAD_BYTES,
  type QuarantineList,
  type QuarantineReason,
  type QuarantineRecord,
  type QuarantineRow,
  WHOLE_BYTES,
} from '../../contract/quarantine-api.ts';
import { RefusedQuestion } from '../drilldown/refused-question.ts';
import type { Store } from '../drilldown/selection.ts';
import { printable } from './printable.ts';

export interface QuarantineQuestion {
  readonly code?: string | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

interface Row {
  readonly log: string;
  readonly lane: number;
  readonly offset: number;
  readonly at: number;
  readonly key: string;
  readonly code: string;
  readonly reason: string;
  readonly source: string;
  readonly type: string;
  readonly size: number;
  readonly hexed: string;
}

// As hexadecimal: JSON would mend what is not UTF-8.
const row = (most: number): string =>
  `log, lane, offset, append_time AS at, key, code, reason, JSONExtractString(bytes, 'source') AS source,
   JSONExtractString(bytes, 'type') AS type, length(bytes) AS size, hex(substring(bytes, 1, ${most})) AS hexed`;

/** What could not be taken, newest first, a page at a time. @throws RefusedQuestion, SqlError */
export async function quarantineList(
  { sql, generation }: Store,
  { code, after, limit }: QuarantineQuestion,
): Promise<QuarantineList> {
  const fits = `generation = {generation:UInt32}${code === undefined ? '' : ' AND code = {code:String}'}`;
  const behind =
    after === undefined
      ? ''
      : 'AND (append_time, log, lane, offset) < ({at:Int64}, {log:String}, {lane:UInt16}, {offset:Int64})';
  const params = { generation, code, ...(after === undefined ? {} : readCursor(after)) };
  const [rows, reasons] = await Promise.all([
    sql.query<Row>(
      `SELECT ${row(HEAD_BYTES)} FROM quarantine WHERE ${fits} ${behind}
       ORDER BY append_time DESC, log DESC, lane DESC, offset DESC LIMIT ${limit + 1}`,
      params,
    ),
    sql.query<QuarantineReason>(
      `SELECT code, count() AS count, min(append_time) AS first, max(append_time) AS last FROM quarantine
       WHERE generation = {generation:UInt32} GROUP BY code ORDER BY count DESC, code`,
      { generation },
    ),
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(rowOf),
    next: rows.length > limit && last !== undefined ? `${last.at}.${last.log}.${last.lane}.${last.offset}` : null,
    total: reasons.reduce((sum, one) => (code === undefined || one.code === code ? sum + one.count : sum), 0),
    reasons,
  };
}

/** One of them with its bytes. @throws RefusedQuestion, SqlError */
export async function quarantineRecord(
  { sql, generation }: Store,
  place: { readonly log: string; readonly lane: number; readonly offset: number },
): Promise<QuarantineRecord> {
  const [found] = await sql.query<Row>(
    `SELECT ${row(WHOLE_BYTES)} FROM quarantine WHERE generation = {generation:UInt32} AND log = {log:String}
       AND lane = {lane:UInt16} AND offset = {offset:Int64}`,
    { generation, ...place },
  );
  if (found === undefined) {
    const { log, lane, offset } = place;
    const reason = `Nothing of ${log}/${lane} is quarantined at ${offset}.`;
    throw new RefusedQuestion(404, 'offset', reason, 'GET /api/quarantine lists what there is.');
  }
  const hex = found.hexed.toLowerCase();
  return { ...rowOf(found), hex, text: textOf(hex), isCut: found.size > WHOLE_BYTES };
}

const rowOf = ({ size, hexed, ...rest }: Row): QuarantineRow => ({
  ...rest,
  bytes: size,
  head: textOf(hexed.slice(0, 2 * HEAD_BYTES)),
});

const textOf = (hex: string): string => printable(Buffer.from(hex, 'hex'));

function readCursor(text: string) {
  const found = /^(\d{1,15})\.([a-z]+)\.(\d{1,5})\.(\d{1,15})$/.exec(text);
  if (found === null) {
    throw new RefusedQuestion(
      400,
      'after',
      `"${text}" is no place in the list.`,
      'Send the `next` of the page before.',
    );
  }
  return { at: Number(found[1]), log: found[2]!, lane: Number(found[3]), offset: Number(found[4]) };
}
