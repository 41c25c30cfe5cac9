import type { Sql } from '@belfry/sql';
import type { ReviewLevel } from '../../contract/review-api.ts';
import { chosenClocks, parametersOf, type ReviewQuestion } from './chosen-clocks.ts';
import { BREACHED_AT, type OfGroup } from './count-clocks.ts';

/**
 * How long clocks stood on the levels of their ladders, by the clock on the wall and within the period only, so that two
 * months add up to what both say together. A clock is on its first level until the first step that was said and not taken
 * back, and on each next one until the step behind it, or its end. History that rang nobody stood on its levels all the same.
 * @param asOf up to where the time of open clocks counts.
 */
export async function levelTimes(sql: Sql, generation: number, question: ReviewQuestion, asOf: number) {
  return await sql.query<OfGroup<Omit<ReviewLevel, 'averageMs'>>>(
    `WITH chosen AS (${chosenClocks(question, 'subject, promise, cycle, start, stop, due, state, target')}),
     told AS (
       SELECT subject, promise, cycle, groupUniqArrayIf(word.step, kind = 'retracted') AS takenBack,
         groupUniqArrayIf((at, offset, k, word.step, word.level), kind = 'escalated') AS said
       FROM (
         SELECT subject, promise, cycle, kind, at, offset, k, JSONExtract(body, 'Tuple(step String, level String)') AS word
         FROM signals
         WHERE generation = {generation:UInt32} AND log = 'events' AND kind IN ('escalated', 'retracted')
           AND (subject, promise, cycle) IN (SELECT subject, promise, cycle FROM chosen)
       )
       GROUP BY subject, promise, cycle
     ),
     standing AS (
       SELECT grp, subject, promise, cycle, level, place, greatest(began, {from:Int64}) AS since, least(next, until) AS till,
         firstBegan >= {from:Int64} AS came,
         multiIf(state = 'breached' AND ${BREACHED_AT} < {to:Int64}, 'breached', ifNull(ended >= {to:Int64}, true), 'open',
           state = 'met' AND target != 'deadline', 'no-deadline', state) AS outcome
       FROM (
         SELECT grp, subject, promise, cycle, start, stop, due, state, target, ended,
           least(ifNull(ended, {asOf:Int64}), {asOf:Int64}) AS until,
           arraySort(arrayFilter(step -> NOT has(takenBack, concat('retract:', step.4)), said)) AS steps,
           arrayMap(step -> greatest(step.1, start), steps) AS ats,
           arrayConcat([''], arrayMap(step -> step.5, steps)) AS levels, arrayConcat([start], ats) AS begins,
           arrayConcat(ats, [until]) AS ends
         FROM chosen LEFT JOIN told USING (subject, promise, cycle)
       )
       ARRAY JOIN levels AS level, begins AS began, ends AS next, arrayEnumerate(begins) AS place,
         arrayMap(own -> arrayMin(arrayMap((other, begins, ends) ->
           if(other = own AND least(ends, until) > begins, begins, {to:Int64}), levels, begins, ends)), levels) AS firstBegan
       WHERE till > since
     )
     SELECT grp, grouping(grp) = 1 AS isTotal, level, sum(cameToIt) AS reached, count() AS stood, sum(ms) AS ms,
       countIf(outcome = 'met') AS met, countIf(outcome = 'breached') AS breached,
       countIf(outcome = 'cancelled') AS cancelled, countIf(outcome = 'no-deadline') AS noDeadline,
       countIf(outcome = 'open') AS open
     FROM (
       SELECT subject, promise, cycle, level, any(standing.grp) AS grp, any(standing.outcome) AS outcome, max(came) AS cameToIt,
         sum(till - since) AS ms, min(standing.place) AS place
       FROM standing GROUP BY subject, promise, cycle, level
     )
     GROUP BY GROUPING SETS ((grp, level), (level)) ORDER BY isTotal, grp, min(place), level`,
    { ...parametersOf(question, generation), asOf },
  );
}
