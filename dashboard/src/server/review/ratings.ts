import type { Sql } from '@belfry/sql';
import { ENDED, keyOf, matching, parametersOf, RAN, type ReviewQuestion } from './chosen-clocks.ts';
import type { OfGroup } from './count-clocks.ts';

export interface Ratings {
  readonly ratings: number;
  readonly satisfactionPercent: number;
}

/**
 * How satisfied customers were, of what was rated in the period. A rating belongs to one clock of its subject: the one that
 * had ended last when it was given, since that is the work that the customer had just seen; else the one that had started
 * last. It is found before any filter, so that a rating counts once, whatever the groups are. Test subjects have no clocks,
 * so that their ratings find none and are left out. A score beyond its scale says nothing.
 */
export async function ratingsOf(sql: Sql, generation: number, question: ReviewQuestion) {
  const { by, filters } = question;
  return await sql.query<OfGroup<Ratings>>(
    `WITH rated AS (
       SELECT subject, lane, offset, at, score / scale AS share FROM ratings
       WHERE generation = {generation:UInt32} AND at >= {from:Int64} AND at < {to:Int64}
         AND scale > 0 AND score BETWEEN 0 AND scale
     ),
     clocked AS (
       SELECT subject, promise, cycle, start, ${ENDED} AS ended, ${keyOf(by)} AS grp, ${matching(filters)} AS chosen
       FROM clocks WHERE ${RAN} AND subject IN (SELECT subject FROM rated)
     ),
     owned AS (
       SELECT lane, subject, offset, any(rated.share) AS share, argMax((grp, chosen), (
           multiIf(ifNull(ended <= at, false), 2, start <= at, 1, 0),
           if(ifNull(ended <= at, false), assumeNotNull(ended), start), promise, cycle)) AS owner
       FROM rated INNER JOIN clocked USING (subject) GROUP BY lane, subject, offset
     )
     SELECT tupleElement(owner, 1) AS grp, grouping(grp) = 1 AS isTotal, count() AS ratings,
       100 * avg(share) AS satisfactionPercent
     FROM owned WHERE tupleElement(owner, 2) GROUP BY GROUPING SETS ((grp), ())`,
    parametersOf(question, generation),
  );
}
