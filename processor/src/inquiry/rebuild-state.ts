import type { Sql } from '@belfry/sql';
import { storeSubject } from '../domain/clock/stored-subject.ts';
import type { RebuildState } from '../pipeline/state-rows.ts';
import { judgeAgain } from './explain/judge-again.ts';
import { readArchive } from './explain/read-archive.ts';
import { createPolicyShelf } from './policy-shelf.ts';

/**
 * The state of a subject after a record, judged again as it is for whoever asks why a clock stands as it stands: a state row
 * is written behind the events, policies, releases and signals that made it, so all of them are there.
 */
export function rebuildState(sql: Sql, generation: number): RebuildState {
  const shelf = createPolicyShelf(sql, generation);
  return async (lane, subject, offset) => {
    const archive = await readArchive(sql, shelf, generation, lane, subject, offset + 1);
    const again = judgeAgain(archive, subject, undefined)?.subject;
    return again === undefined ? undefined : storeSubject(again);
  };
}
