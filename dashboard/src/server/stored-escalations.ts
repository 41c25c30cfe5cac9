import type { Sql } from '@belfry/sql';
import { clockId } from './breach-book.ts';
import type { StoredEscalation } from './escalation-book.ts';
import { linesOf } from './lines-of.ts';

type Step = [offset: number, k: number, name: string, level: string, role: string, at: number];
type Row = [
  subject: string,
  promise: string,
  cycle: number,
  title: string,
  row: string,
  lane: number,
  offset: number,
  partner: string,
  team: string,
  steps: Step[],
];

/**
 * Every escalated and open clock, with the steps behind its start that were said aloud and not taken back, a slice at a time. What was said
 * stands in `signals`, what is open in `clocks`. Most of those that were ever escalated have ended: only the bodies of
 * signals of open clocks are read, since bodies are what this costs. Signals that were written twice are alike, so they
 * need no FINAL.
 */
export async function* storedEscalations(sql: Sql, generation: number): AsyncIterable<readonly StoredEscalation[]> {
  const open = 'FROM clocks FINAL WHERE generation = {generation:UInt32} AND open';
  const rows = await sql.stream(
    `WITH told AS (
       SELECT subject, promise, cycle, any(word.title) AS title,
         groupUniqArrayIf(word.step, kind = 'retracted') AS takenBack,
         groupUniqArrayIf((offset, k, word.step, word.level, word.role, at), kind = 'escalated') AS said
       FROM (
         SELECT subject, promise, cycle, kind, offset, k, at,
           JSONExtract(body, 'Tuple(title String, step String, level String, role String)') AS word
         FROM signals
         WHERE generation = {generation:UInt32} AND log = 'events' AND kind IN ('escalated', 'retracted') AND NOT quiet
           AND (subject, promise, cycle) IN (SELECT subject, promise, cycle ${open})
       )
       GROUP BY subject, promise, cycle HAVING notEmpty(said)
     )
     SELECT subject, promise, cycle, title, row, lane, offset, partner, team,
       arraySort(arrayFilter(step -> step.6 > start AND NOT has(takenBack, concat('retract:', step.3)), said)) AS steps
     FROM (SELECT subject, promise, cycle, start, lane, offset, partner, team, row ${open}) AS standing
       INNER JOIN told USING (subject, promise, cycle)
     WHERE notEmpty(steps)
     SETTINGS final = 0`,
    'JSONCompactEachRow',
    { generation },
  );
  for await (const slice of linesOf<Row>(rows)) yield slice.map(storedEscalation);
}

function storedEscalation(row: Row): StoredEscalation {
  const [subject, promise, cycle, title, target, lane, offset, partner, team, steps] = row;
  return {
    id: clockId({ subject, promise, cycle }),
    subject,
    promise,
    title,
    row: target,
    lane,
    offset: Number(offset),
    partner,
    team,
    steps: steps.map(([, , name, level, role, at]) => ({ name, level, role, at: Number(at) })),
  };
}
