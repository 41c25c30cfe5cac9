import type { EventLog } from '@belfry/ingest/log';
import type { LanePosition } from './history.ts';
import type { LaneProgress } from './progress.ts';

/** How often another process's lanes are asked for, ms: it is a question to the log for each lane. */
const ASK_EVERY_MS = 5_000;

/** Where the lanes of the log `events` stand when another process runs them: what is stored, against what the log holds. */
export class FarLanes {
  private readonly log: EventLog;
  private asked = Number.NEGATIVE_INFINITY;
  private lanes: readonly LaneProgress[] = [];

  constructor(log: EventLog) {
    this.log = log;
  }

  /** @param positions as the table tells them. Never throws: while the log is silent, what was last known stands. */
  async look(positions: readonly LanePosition[], now: number): Promise<readonly LaneProgress[]> {
    if (now - this.asked < ASK_EVERY_MS) return this.lanes;
    this.asked = now;
    const stored = new Map(
      positions.filter(({ log }) => log === 'events').map((position) => [position.lane, position]),
    );
    try {
      const found: LaneProgress[] = [];
      for (let lane = 0; lane < this.log.partitions('events'); lane++) {
        const { high, low } = await this.log.bounds('events', lane);
        const { nextOffset = low, horizon = 0 } = stored.get(lane) ?? {};
        found.push({ lane, nextOffset, end: high, horizon });
      }
      this.lanes = found;
    } catch {
      // The age of the picture says that the log is silent; how far the lanes are is then nobody's question.
    }
    return this.lanes;
  }
}
