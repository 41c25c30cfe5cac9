import { decodeTick } from '@belfry/ingest/contract';
import { readLog } from '../../support/read-log.ts';
import type { Room } from '../world/room.ts';
import { Differences } from './difference.ts';

/** How wrong the broker's clock was seen to be. */
export interface Skews {
  /** Ticks that came back short: the broker's clock had not come as far as their sender's. */
  readonly short: number;
  /** Ticks that the broker's clock was more than a minute ahead of. */
  readonly ahead: number;
  /** Append times that stepped back. */
  readonly back: number;
}

const MINUTE_MS = 60_000;

/**
 * No horizon lies beyond the slower of the two clocks: neither beyond the highest time that a tick before it said, nor beyond
 * the highest append time before it, as they stand with each archived event and each signal.
 * @throws Difference
 */
export async function compareHorizons(room: Room): Promise<Skews> {
  const differences = new Differences();
  const lanes = await readLog(room.log, 'events');
  let [short, ahead, back] = [0, 0, 0];
  const limits = lanes.map((records) => {
    let [sender, broker, last] = [0, 0, 0];
    return new Map(
      records.map(({ offset, kind, appendTime, value }) => {
        if (appendTime < last) back++;
        last = appendTime;
        broker = Math.max(broker, appendTime);
        if (kind === 'tick') {
          const { at } = decodeTick(value);
          if (broker < at) short++;
          if (broker > at + MINUTE_MS) ahead++;
          sender = Math.max(sender, at);
        }
        return [offset, Math.min(sender, broker)];
      }),
    );
  });
  for (const table of ['events', 'signals']) {
    const rows = await room.sql.query<{ lane: number; offset: number; horizon: number }>(
      `SELECT lane, offset, horizon FROM ${table} FINAL WHERE generation = 1 ${table === 'signals' ? "AND log = 'events'" : ''}`,
    );
    differences.none(
      `horizons of ${table} beyond the slower clock`,
      rows
        .filter(({ lane, offset, horizon }) => horizon > limits[lane]!.get(offset)!)
        .map(({ lane, offset, horizon }) => `lane ${lane} at ${offset}: ${horizon} > ${limits[lane]!.get(offset)}`),
    );
    if (rows.length === 0) throw new Error(`table ${table} has no horizons to compare`);
  }
  differences.settle();
  return { short, ahead, back };
}
