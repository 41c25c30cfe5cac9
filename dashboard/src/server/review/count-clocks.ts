import type { Sql } from '@belfry/sql';
import { chosenClocks, parametersOf, type ReviewQuestion } from './chosen-clocks.ts';

export interface ClockCounts {
  readonly opened: number;
  readonly met: number;
  readonly breached: number;
  readonly cancelled: number;
  readonly noDeadline: number;
  readonly open: number;
}

/** A row of a group, or of all of them together: the total is no sum, since a median is none. */
export type OfGroup<Figures> = Figures & { readonly grp: string; readonly isTotal: boolean };

/**
 * How many clocks were opened in the period, and how many got their verdict in it: met when they stop, breached when their
 * deadline passes. Each is a question of its own: what is opened in October may be met in November.
 */
export async function countClocks(sql: Sql, generation: number, question: ReviewQuestion) {
  return await sql.query<OfGroup<ClockCounts>>(
    `WITH chosen AS (${chosenClocks(question, 'start, stop, due, state, target')})
     SELECT grp, grouping(grp) = 1 AS isTotal,
       countIf(start >= {from:Int64}) AS opened,
       countIf(state = 'met' AND target = 'deadline' AND ended < {to:Int64}) AS met,
       countIf(state = 'breached' AND ${BREACHED_AT} >= {from:Int64} AND ${BREACHED_AT} < {to:Int64}) AS breached,
       countIf(state = 'cancelled' AND ended < {to:Int64}) AS cancelled,
       countIf(state = 'met' AND target != 'deadline' AND ended < {to:Int64}) AS noDeadline,
       countIf(isNull(ended) OR ended >= {to:Int64}) AS open
     FROM chosen GROUP BY GROUPING SETS ((grp), ()) ORDER BY isTotal, grp`,
    parametersOf(question, generation),
  );
}

/** A deadline that lay before the start could not be kept from the start on. */
export const BREACHED_AT = 'greatest(coalesce(due, stop, start), start)';
