import type { LogRecord } from '@belfry/ingest/log';
import type { Notification } from '@belfry/processor/contract';
import { Horizon } from '../../processor/src/pipeline/horizon.ts';
import { NO_EFFECTS } from '../../processor/src/pipeline/no-effects.ts';
import { SignalsFold } from '../../processor/src/pipeline/signals-fold.ts';

/**
 * What hooks are told by a third fold that nothing happens to.
 * @param records the whole log `signals`.
 * @param lanes of the log `events`.
 */
export function undisturbed(records: readonly LogRecord[], lanes: number): Notification[] {
  const [fold, horizon, told] = [new SignalsFold(lanes), new Horizon(), [] as Notification[]];
  const effects = { ...NO_EFFECTS, notification: (notification: Notification) => void told.push(notification) };
  for (const record of records) {
    horizon.take(record);
    fold.apply(record, horizon, effects);
  }
  return told;
}
