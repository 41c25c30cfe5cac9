import type { Incident } from '../../processor/src/contract/incident.ts';

/** An open incident of three late pick-ups, but for what a test says of it. Instants are ms UTC. */
export const anIncident = (over: Partial<Incident> = {}): Incident => ({
  id: 'inc_1',
  offset: 0,
  kind: 'clock',
  state: 'open',
  severity: 'critical',
  promise: 'mall/pickup',
  title: 'Pick-up',
  cause: { field: 'partner', value: 'noor' },
  subject: '',
  partner: 'noor',
  carrier: '',
  team: '',
  level: '',
  role: '',
  since: 1_000,
  newest: 2_000,
  changed: 2_000,
  resolved: null,
  open: 3,
  total: 3,
  retracted: 0,
  silenced: 0,
  acknowledged: null,
  expired: null,
  assigned: null,
  ...over,
});

/** As the fold tells it when somebody has acknowledged it. */
export const acknowledgedBy = (who: string, over: Partial<Incident> = {}): Incident =>
  anIncident({ state: 'acknowledged', acknowledged: { who, at: 3_000, until: 1_803_000, comment: '' }, ...over });

/** As the fold tells it when its last item has ended. */
export const resolvedAt = (resolved: number, over: Partial<Incident> = {}): Incident =>
  anIncident({ state: 'resolved', resolved, changed: resolved, open: 0, ...over });
