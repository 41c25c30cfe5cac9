import type { IntakeClient } from '@belfry/ingest/client';
import type { BelfryEvent } from '@belfry/ingest/contract';
import { BelfryError } from '../belfry-error.ts';

/** Events of one call. Intake takes them in a few requests side by side. */
const BATCH = 4_000;

export interface Teller {
  /** Sends events as they come and says how many have been told; ends early when `stopped` says so. */
  tell(events: Iterable<BelfryEvent>, told?: (count: number, last: BelfryEvent) => void): Promise<void>;
  /** Ends an import: what it held is judged, quietly where it would have rung before. */
  finish(importid: string, now: number): Promise<void>;
}

/** The demo's events go the way of all events: through intake, into the log. */
export function createTeller(client: Pick<IntakeClient, 'send'>, stopped: () => boolean): Teller {
  async function send(batch: readonly BelfryEvent[]): Promise<void> {
    const verdicts = await client.send(batch);
    const refused = verdicts.find((verdict) => verdict.status === 'refused');
    if (refused?.status === 'refused') {
      const { id, code, path, message } = refused;
      throw new BelfryError('STAGE_FAILED', `intake refuses the demo's event ${id}: ${code} at ${path}: ${message}`);
    }
  }
  return {
    async tell(events, told = () => {}) {
      let batch: BelfryEvent[] = [];
      let count = 0;
      for (const event of events) {
        if (stopped()) return;
        batch.push(event);
        if (batch.length < BATCH) continue;
        await send(batch);
        count += batch.length;
        told(count, event);
        batch = [];
      }
      if (batch.length > 0 && !stopped()) {
        await send(batch);
        told(count + batch.length, batch.at(-1)!);
      }
    },
    finish: (importid, now) =>
      send([
        {
          specversion: '1.0',
          id: `${importid}:finished:${now}`,
          source: 'demo',
          type: 'import.finished',
          subject: `import/${importid}`,
          time: new Date(now).toISOString(),
          data: { importid },
        },
      ]),
  };
}
