import type { ImportUnfinished } from '../../contract/index.ts';
import { DAY_MS } from '../calendar/zone.ts';
import { causedBy, type NoticeCause, noticeId } from './notice-cause.ts';

/** So long history may wait for its release before somebody is told, ms. */
const PATIENCE_MS = DAY_MS;

/** The instant from which on it is to be said, ms UTC. @param since when the log took the first of it, ms UTC. */
export const overdueTime = (since: number): number => since + PATIENCE_MS;

/** Each lane says it of what it holds itself, under the same id: readers hear the first one. */
export function importUnfinished(importid: string, since: number, cause: NoticeCause): ImportUnfinished {
  const about = `import/${importid}`;
  return {
    id: noticeId('import-unfinished', about, null),
    kind: 'import-unfinished',
    about,
    title: `The import ${importid} was not finished`,
    reason:
      `History of the import ${importid} has waited for its release since ${new Date(since).toISOString()}, and nothing ` +
      'of it is judged before; run the import again, which goes on where it stopped and ends with its release',
    importid,
    since,
    at: overdueTime(since),
    ...causedBy(cause),
  };
}
