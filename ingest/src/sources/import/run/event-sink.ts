import type { BelfryEvent, Verdict } from '../../../contract/index.ts';

/**
 * Where an import's events go; `createIntakeClient` is one. Answers one verdict an event, in order, once the log has
 * them. May be called again with events that it has taken already: their ids tell.
 */
export interface EventSink {
  send(events: readonly BelfryEvent[]): Promise<readonly Verdict[]>;
}
