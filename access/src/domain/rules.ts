import type { Scope } from './scope.ts';

/**
 * `own-partner`: only what is about the partner that the token is bound to, see `own-partner.ts`. `bare`: an answer is
 * given, and whoever makes it leaves out what is only for readers. `signed`: the route itself asks for a signature, which says
 * who sends it, whatever else comes with it.
 */
export type Permission = 'yes' | 'own-partner' | 'bare' | 'signed';

type Who = Readonly<Partial<Record<Scope | 'nobody', Permission>>>;

/** Without any token: signing in, and whether Belfry is well. */
const OPEN: Who = { nobody: 'yes', wall: 'yes', partner: 'yes', manager: 'yes', source: 'yes' };
const SIGNED: Who = { nobody: 'signed', wall: 'signed', partner: 'signed', manager: 'signed', source: 'signed' };
const READERS: Who = { wall: 'yes', manager: 'yes' };
const READERS_AND_PARTNER: Who = { ...READERS, partner: 'own-partner' };
const MANAGERS: Who = { manager: 'yes' };
/** Each tells its own there: programs what happened, managers what people say. */
const TELLERS: Who = { source: 'yes', manager: 'yes' };
const ADMINS: Who = {};

/**
 * Who may ask for what: the first row that fits counts, `admin` may do everything, and what has no row is closed to all
 * others. Paths are written and matched as Hono's routes are. HEAD is a GET.
 */
export const RULES: readonly (readonly [method: string, path: string, who: Who])[] = [
  ['GET', '/livez', OPEN],
  ['GET', '/readyz', OPEN],
  ['GET', '/api/health', { ...READERS, nobody: 'bare', partner: 'bare', source: 'bare' }],

  ['GET', '/enter', OPEN],
  ['GET', '/enter.js', OPEN],
  ['GET', '/access.css', OPEN],
  ['GET', '/favicon.svg', OPEN],
  ['POST', '/api/session', OPEN],
  ['DELETE', '/api/session', OPEN],

  ['POST', '/events', TELLERS],
  ['POST', '/api/say', MANAGERS],
  ['POST', '/api/backtest', MANAGERS],
  ['POST', '/api/policies', ADMINS],
  ['POST', '/api/policies/lint', MANAGERS],

  ['GET', '/', READERS],
  ['GET', '/socket.io/', READERS],
  ['GET', '/api/snapshot', READERS],
  ['GET', '/api/kpis', READERS],
  ['GET', '/api/forecast', READERS],
  ['GET', '/partners', READERS],
  ['GET', '/review', READERS],
  ['GET', '/review.css', READERS],
  ['GET', '/api/review', READERS],
  ['GET', '/api/review.csv', READERS],
  ['GET', '/api/explain/:kind/:id{.+}', READERS],
  // To a wall nobody is named.
  ['GET', '/api/subject/:kind/:id{.+}', { manager: 'yes', wall: 'bare' }],
  ['GET', '/api/find', READERS],
  ['GET', '/api/unmatched', MANAGERS],
  ['GET', '/api/quarantine', MANAGERS],
  ['GET', '/api/quarantine/:log/:lane/:offset', MANAGERS],
  ['GET', '/api/queues', { manager: 'yes', wall: 'bare' }],
  ['GET', '/api/queues/items', { manager: 'yes', wall: 'bare' }],
  ['GET', '/api/deadline', READERS],
  ['GET', '/api/policies', READERS],
  ['GET', '/api/policies/:number', READERS],
  ['GET', '/api/policies/:number/changes', READERS],
  ['GET', '/docs/*', READERS],
  ['GET', '/openapi.json', READERS],
  ['GET', '/schemas/event.json', READERS],

  // What the partner's page is made of; it holds nothing of anybody.
  ['GET', '/assets/*', { ...READERS, partner: 'yes' }],
  ['GET', '/partner/:partner', READERS_AND_PARTNER],
  ['GET', '/api/kpi/partners/:partner', READERS_AND_PARTNER],
  ['GET', '/api/kpi/standings', READERS_AND_PARTNER],
  ['GET', '/api/kpi/history', READERS_AND_PARTNER],
  ['GET', '/api/kpi/orders', READERS_AND_PARTNER],
  ['GET', '/api/kpi/orders.csv', READERS_AND_PARTNER],
  ['GET', '/api/kpi/causes', READERS_AND_PARTNER],
  ['GET', '/api/kpi/changes', READERS_AND_PARTNER],
  ['GET', '/api/kpi/exclusions', READERS_AND_PARTNER],
  ['GET', '/api/kpi/timing', READERS_AND_PARTNER],
  // The call list ranks all of them.
  ['GET', '/api/kpi/partners', READERS],

  // What people see and say. The answers hold names, so partners see none of them.
  ['GET', '/api/incidents', READERS],
  ['GET', '/api/incidents/:id', READERS],
  ['GET', '/api/silences', READERS],
  ['POST', '/api/silences/preview', MANAGERS],
  ['GET', '/api/audit', READERS],
  ['GET', '/api/partners/:id/notes', MANAGERS],
  ['GET', '/phone', READERS],
  ['GET', '/incidents', READERS],
  ['GET', '/incident/:id', READERS],
  ['GET', '/silences', READERS],
  ['GET', '/audit', READERS],
  ['GET', '/parts', READERS],
  ['GET', '/subject/:kind/:id{.+}', READERS],

  // Whom hooks reach, and what they were sent.
  ['GET', '/hooks', MANAGERS],
  ['GET', '/api/hooks', MANAGERS],
  ['POST', '/api/hooks/:hook/test', ADMINS],
  ['POST', '/api/hooks/:hook/redeliver', MANAGERS],
  ['POST', '/api/route', MANAGERS],
  ['POST', '/inbound/slack/:hook', SIGNED],
  ['POST', '/inbound/pagerduty/:hook', SIGNED],
  ['POST', '/demo/receiver', SIGNED],

  ['GET', '/tokens', ADMINS],
  ['POST', '/tokens', ADMINS],
  ['POST', '/tokens/:id/revoke', ADMINS],
  ['GET', '/api/tokens', ADMINS],
  ['POST', '/api/tokens', ADMINS],
  ['DELETE', '/api/tokens/:id', ADMINS],
];
