import type { Sql } from '@belfry/sql';
import { chosenClocks, parametersOf, type ReviewQuestion } from './chosen-clocks.ts';
import type { OfGroup } from './count-clocks.ts';
import { ROW_CALENDARS, WORKING_SPANS } from './working-time.ts';

export interface ResolveTimes {
  readonly resolved: number;
  readonly medianMs: number;
  readonly p90Ms: number;
}

/**
 * How long it took until clocks were stopped, by the time that they count: the counted spans of their ledgers, and of those
 * the working hours where the row has a calendar. Whoever cancels resolves nothing, so cancelled clocks are left out.
 */
export async function resolveTimes(sql: Sql, generation: number, question: ReviewQuestion) {
  return await sql.query<OfGroup<ResolveTimes>>(
    `WITH resolved AS (
       SELECT * FROM (${chosenClocks(question, 'subject, promise, cycle, policy, row, state, ledger')})
       WHERE state IN ('met', 'breached') AND ended < {to:Int64}
     ),
     counted AS (
       SELECT subject, promise, cycle, grp, policy, ifNull(calendar, '') AS calendar,
         arrayFilter(span -> span.3, ledger) AS spans
       FROM resolved LEFT JOIN (${ROW_CALENDARS}) AS counting USING (policy, promise, row)
     ),
     edges AS (
       SELECT subject, promise, cycle, grp, policy, calendar, edge.1 AS at, edge.2 AS sign
       FROM counted
       LEFT ARRAY JOIN arrayConcat(arrayMap(span -> (span.2, 1), spans), arrayMap(span -> (span.1, -1), spans)) AS edge
       WHERE calendar != ''
     )
     SELECT grp, grouping(grp) = 1 AS isTotal, count() AS resolved,
       quantileExact(0.5)(ms) AS medianMs, quantileExact(0.9)(ms) AS p90Ms
     FROM (
       SELECT grp, arraySum(span -> span.2 - span.1, spans) AS ms FROM counted WHERE calendar = ''
       UNION ALL
       SELECT any(edges.grp) AS grp, sum(sign * (worked - closes + least(at, closes))) AS ms
       FROM edges ASOF LEFT JOIN (${WORKING_SPANS}) AS working
         ON edges.policy = working.policy AND edges.calendar = working.calendar AND edges.at >= working.opens
       GROUP BY subject, promise, cycle
     )
     GROUP BY GROUPING SETS ((grp), ())`,
    parametersOf(question, generation),
  );
}
