import type { Sql } from '@belfry/sql';
import { ROW_CALENDARS, WORKING_SPANS } from '../review/working-time.ts';
import type { DueClocks } from './expected.ts';
import { LEFT_EDGES } from './life-table.ts';
import type { LikeCounts } from './like-clocks.ts';

const QUARTER = 15 * 60_000;
const HOUR = 4 * QUARTER;
/** So many rows of the table are looked at for the pace of like clocks; of more, every second, third ... subject. */
const MOST_ROWS = 4_000_000;

/** The clocks that are asked about, as a CTE; `calendar` is '' where all time counts. */
const counted = (columns: string, where: string): string => `
  resolved AS (
    SELECT promise, row, partner, policy, start, assumeNotNull(due) AS due, ifNull(stop, 0) AS stopped, ${columns}
    FROM clocks
    WHERE generation = {generation:UInt32} AND isNotNull(due) AND start <= {now:Int64} AND ${where}
      AND state IN ('running', 'met', 'breached', 'cancelled')
  ),
  counted AS (
    SELECT resolved.*, ifNull(calendar, '') AS calendar
    FROM resolved LEFT JOIN (${ROW_CALENDARS}) AS counting USING (policy, promise, row)
  )`;

/** The working time up to an instant, by the span that was found for it; all of it where there is no calendar. */
const workedAt = (span: string, at: string): string =>
  `if(c.calendar = '', ${at}, ${span}.worked - ${span}.closes + least(${at}, ${span}.closes))`;

const spanAt = (name: string, at: string): string => `
  ASOF LEFT JOIN (${WORKING_SPANS}) AS ${name}
    ON c.policy = ${name}.policy AND c.calendar = ${name}.calendar AND c.${at} >= ${name}.opens`;

/** How the clocks that began in the last days ran down. An end after the deadline is none in time. */
export async function likeCounts(sql: Sql, generation: number, now: number, from: number): Promise<LikeCounts[]> {
  const [all] = await sql.query<{ rows: number }>('SELECT count() AS rows FROM clocks SETTINGS final = 0');
  const each = Math.max(1, Math.ceil(all!.rows / MOST_ROWS));
  const found = await sql.query<{
    readonly promise: string;
    readonly row: string;
    readonly partner: string;
    readonly entered: [number[], number[]];
    readonly ended: [number[], number[]];
    readonly running: [number[], number[]];
  }>(
    `WITH ${counted(
      `stopped > 0 AND stopped <= least(due, {now:Int64}) AS inTime, NOT inTime AND due > {now:Int64} AS isRunning,
       multiIf(inTime, stopped, isRunning, {now:Int64}, due) AS last`,
      'start >= {from:Int64} AND due >= start AND cityHash64(subject) % {each:UInt32} = 0',
    )}
     SELECT promise, row, partner, sumMap([piece], [1]) AS entered, sumMapIf([lastPiece], [1], inTime) AS ended,
       sumMapIf([lastPiece], [1], isRunning) AS running
     FROM (
       SELECT c.promise AS promise, c.row AS row, c.partner AS partner, inTime, isRunning,
         ${workedAt('atDue', 'c.due')} AS goal,
         ${pieceOf(`goal - ${workedAt('atStart', 'c.start')}`)} AS piece,
         ${pieceOf(`goal - ${workedAt('atLast', 'c.last')}`)} AS lastPiece
       FROM counted AS c ${spanAt('atDue', 'due')} ${spanAt('atStart', 'start')} ${spanAt('atLast', 'last')}
     )
     GROUP BY promise, row, partner`,
    { generation, now, from, each, edges: LEFT_EDGES },
  );
  const asMap = ([pieces, counts]: [number[], number[]]) =>
    new Map(pieces.map((piece, n) => [piece, Number(counts[n])]));
  return found.map(({ promise, row, partner, entered, ended, running }) => {
    return { promise, row, partner, entered: asMap(entered), ended: asMap(ended), running: asMap(running) };
  });
}

const pieceOf = (left: string): string => `greatest(0, arrayCount(edge -> edge <= ${left}, {edges:Array(Int64)}) - 1)`;

/** The clocks that run out before an instant: those of the next hour by quarters, the others by hours. */
export async function dueClocks(sql: Sql, generation: number, now: number, until: number): Promise<DueClocks[]> {
  const rows = await sql.query<Omit<DueClocks, 'until'> & { readonly quarters: number }>(
    `WITH ${counted('1', 'due > {now:Int64} AND due <= {until:Int64} AND (isNull(stop) OR stop > {now:Int64})')}
     SELECT promise, row, partner, quarters, count() AS count, avg(goal - here) AS left
     FROM (
       SELECT c.promise AS promise, c.row AS row, c.partner AS partner,
         ${workedAt('atDue', 'c.due')} AS goal, ${workedAt('atNow', '{now:Int64}')} AS here,
         intDiv(c.due - {now:Int64} - 1, ${QUARTER}) + 1 AS quarter,
         if(quarter <= 4, quarter, 4 * (intDiv(c.due - {now:Int64} - 1, ${HOUR}) + 1)) AS quarters
       FROM (SELECT *, {now:Int64} AS present FROM counted) AS c ${spanAt('atDue', 'due')} ${spanAt('atNow', 'present')}
     )
     GROUP BY promise, row, partner, quarters`,
    { generation, now, until },
  );
  return rows.map(({ quarters, count, ...of }) => ({ ...of, count: Number(count), until: now + quarters * QUARTER }));
}
