import type { LogName } from '@belfry/ingest/log';
import type { Fold } from './fold.ts';
import type { LaneStart } from './lane.ts';
import type { Recovery } from './recovery.ts';
import { StateUnreadable } from './state-rows.ts';

/**
 * A fold as it is stored, and where its lane goes on; one without a start begins where its log begins. So does one whose state
 * cannot be read: its rows have keys and versions, and the position that is stored stays until it has been passed. To bring
 * them about once more does no harm, and whoever is killed in the middle of it begins it again.
 */
export async function recoverFold(
  recovery: Recovery,
  log: LogName,
  lane: number,
  begin: (lane: number) => Fold,
  report: (line: string) => void,
): Promise<{ readonly fold: Fold; readonly start: LaneStart | undefined }> {
  // Each try fills a fold of its own: what a broken answer has filled in is of another moment.
  const fold = begin(lane);
  try {
    return { fold, start: await recovery.recover(log, lane, fold) };
  } catch (error) {
    if (!(error instanceof StateUnreadable)) throw error;
    report(`${error.message}: the lane is read again from the beginning of its log`);
    return { fold: begin(lane), start: undefined };
  }
}
