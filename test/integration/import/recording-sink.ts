import type { BelfryEvent, Verdict } from '@belfry/ingest/contract';
import type { EventSink } from '@belfry/ingest/import';
import { checkEvent } from '../../../ingest/src/contract/schema.ts';

/** Keeps what an import sends, and refuses what intake would refuse. */
export interface RecordingSink extends EventSink {
  readonly events: BelfryEvent[];
}

/** @param failAfter breaks once it has taken so many events, as a network does. */
export function recordingSink(failAfter = Number.POSITIVE_INFINITY): RecordingSink {
  const events: BelfryEvent[] = [];
  const seen = new Set<string>();
  return {
    events,
    async send(batch) {
      if (events.length + batch.length > failAfter) throw new Error('the line is dead');
      return batch.map((event, index): Verdict => {
        const check = checkEvent(event);
        const about = { index, id: event.id, source: event.source };
        if ('refusals' in check) return { ...about, status: 'refused', ...check.refusals[0]! };
        events.push(event);
        const status = seen.has(event.id) ? 'duplicate' : 'accepted';
        seen.add(event.id);
        return { ...about, status };
      });
    },
  };
}
