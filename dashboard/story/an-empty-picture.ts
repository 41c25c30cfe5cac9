import type { Picture } from '../src/contract/index.ts';

/** The picture of a live Belfry of which nothing is to be told: what a story or a test does not name is none. */
export const AN_EMPTY_PICTURE: Picture = {
  demo: false,
  stage: 'live',
  taken: 0,
  catchingUp: null,
  verdict: {
    breached: 0,
    quiet: 0,
    unacknowledged: 0,
    incidents: 0,
    failingHooks: [],
    escalated: 0,
    due15: 0,
    due60: 0,
    due240: 0,
    nextDue: null,
    lastBreach: null,
  },
  breaches: [],
  incidents: [],
  escalations: [],
  next: [],
  tiles: [],
  partners: [],
  partnersTotal: 0,
  silent: [],
  silentTotal: 0,
  deadlines: [],
  forecast: null,
};
