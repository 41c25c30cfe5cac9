import type { Acknowledgement } from '../../contract/incident.ts';
import type { IncidentState } from './incident-state.ts';

/** An acknowledgement holds so long, unless whoever gives it says otherwise. */
export const ACKNOWLEDGED_FOR_MS = 30 * 60_000;

/** False if it would have run out already: then nothing changes. @param at the log's present, ms UTC. */
export function acknowledge(incident: IncidentState, said: Acknowledgement, at: number): boolean {
  if (incident.resolved !== null || said.until <= at) return false;
  incident.acknowledged = said;
  incident.expired = null;
  return true;
}

/** It runs out while its clock runs on: the incident counts again, and says whose word it was. */
export function expire(incident: IncidentState, at: number): boolean {
  const { acknowledged } = incident;
  if (acknowledged === null || incident.resolved !== null || at < acknowledged.until) return false;
  incident.expired = acknowledged;
  incident.acknowledged = null;
  return true;
}
