import type { Incident } from '@belfry/processor/contract';
import type { NamedIncident } from '../../contract/index.ts';
import type { Directory } from '../directory.ts';

/** With the name that people know its partner by; empty where its items have several. */
export const namedIncident = (incident: Incident, directory: Directory): NamedIncident => ({
  ...incident,
  partnerName: directory.partners.get(incident.partner)?.name ?? incident.partner,
});
