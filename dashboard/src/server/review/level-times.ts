import type { Sql } from '@belfry/sql';
import type { ReviewLevel } from '../../contract/review-api.ts';
import { chosenClocks, parametersOf, type ReviewQuestion } from './chosen-clocks.ts';
import { BREACHED_AT, type OfGroup } from './count-clocks.ts';

/**
 * How long clocks stood on the levels of their ladders, by the clock on the wall and within the period only, so that two
 * months add up to what both say together. A clock is on its first level until the first step that was said and not taken
 * back, and on each next one until the step behind it, or its end; one that comes to a level again counts there once.
 * History that rang nobody stood on its levels all the same. Everything of a clock stays in arrays of its row: most clocks
 * are never escalated, and to group a million of them by name took three times as long.
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
           AND at >= (SELECT min(least(start, coalesce(due, start))) FROM chosen)
       )
       GROUP BY subject, promise, cycle HAVING notEmpty(said)
     ),
     climbing AS (
       SELECT grp, start, ended, multiIf(state = 'breached' AND ${BREACHED_AT} < {to:Int64}, 'breached',
           ifNull(ended >= {to:Int64}, true), 'open', state = 'met' AND target != 'deadline', 'no-deadline', state) AS outcome,
         least(ifNull(ended, {asOf:Int64}), {asOf:Int64}) AS until,
         arraySort(arrayFilter(step -> NOT has(takenBack, concat('retract:', step.4)), said)) AS steps,
         arrayConcat([''], arrayMap(step -> step.5, steps)) AS levels,
         arrayConcat([start], arrayMap(step -> greatest(step.1, start), steps)) AS begins,
         arrayPushBack(arrayPopFront(begins), until) AS ends,
         arrayFilter(stay -> stay.3 > stay.2, arrayMap((level, began, next, place) -> (level, began, least(next, until), place),
           levels, begins, ends, arrayEnumerate(begins))) AS stays,
         arrayFilter((stay, nth) -> stay.3 > {from:Int64}, stays, arrayEnumerateUniq(stays.1)) AS within,
         arrayFilter((nth, stay) -> stay.3 > {from:Int64}, arrayEnumerateUniq(stays.1), stays) AS nths
       FROM chosen LEFT JOIN told USING (subject, promise, cycle)
     ),
     standing AS (
       SELECT grp, outcome, stay.1 AS level, stay.4 AS place, stay.3 - greatest(stay.2, {from:Int64}) AS spent,
         nth = 1 AND stay.2 >= {from:Int64} AS came, isNew
       FROM climbing
       ARRAY JOIN within AS stay, nths AS nth, arrayMap(n -> n = 1, arrayEnumerateUniq(within.1)) AS isNew
     )
     SELECT grp, grouping(grp) = 1 AS isTotal, level, countIf(came) AS reached, countIf(isNew) AS stood, sum(spent) AS ms,
       countIf(isNew AND outcome = 'met') AS met, countIf(isNew AND outcome = 'breached') AS breached,
       countIf(isNew AND outcome = 'cancelled') AS cancelled, countIf(isNew AND outcome = 'no-deadline') AS noDeadline,
       countIf(isNew AND outcome = 'open') AS open
     FROM standing GROUP BY GROUPING SETS ((grp, level), (level)) ORDER BY isTotal, grp, min(place), level`,
    { ...parametersOf(question, generation), asOf },
  );
}
