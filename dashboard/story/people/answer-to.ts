import { type Item, isClockSignal, type Matcher, matches } from '@belfry/processor/contract';
import type { NamedIncident, SilenceList, SilencePreview } from '../../src/contract/people-api.ts';
import { NOW } from '../now.ts';
import { HOOKS, ROUTE_ANSWER } from './hooks.ts';
import { AUDIT, INCIDENTS, itemsOf } from './incidents.ts';

export interface PeopleAnswer {
  readonly status: number;
  readonly body: unknown;
}

const HOUR = 3_600_000;

export const SILENCES: SilenceList = {
  silences: [
    {
      id: 'silence/ab12',
      matcher: { carrier: ['SMSA', 'DPD'], market: 'SA' },
      who: 'Lena',
      reason: 'strike at the hub, known since morning',
      from: NOW - HOUR,
      until: NOW + 3 * HOUR,
      inForce: true,
      hides: 59,
    },
    {
      id: 'silence/9',
      matcher: { partner: 'nour' },
      who: 'لينا الحربي',
      reason: 'جرد المستودع',
      from: NOW - 9 * HOUR,
      until: NOW - 5 * HOUR,
      inForce: false,
      hides: 0,
    },
  ],
};

const ok = (body: unknown): PeopleAnswer => ({ status: 200, body });
const refused = (status: number, reason: string, remedy: string): PeopleAnswer => ({
  status,
  body: { refused: 'id', reason, remedy },
});

/** Answers what the pages of people ask, from the stories' incidents and hooks; undefined for what is none of it. */
export function peopleAnswerTo(method: string, href: string, body: unknown): PeopleAnswer | undefined {
  const { pathname, searchParams: query } = new URL(href, 'http://story');
  if (method === 'POST') {
    if (pathname === '/api/silences/preview') return ok(previewOf((body as { matcher: Matcher }).matcher));
    if (pathname === '/api/route') return ok(ROUTE_ANSWER);
    if (pathname === '/api/say') return { status: 202, body: { id: 'said-1' } };
    return /^\/api\/hooks\/[^/]+\/(test|redeliver)$/.test(pathname)
      ? { status: 202, body: { id: 'msg_1' } }
      : undefined;
  }
  if (pathname === '/api/health') return ok({ ready: true, demo: true });
  if (pathname === '/api/hooks') return ok(HOOKS);
  if (pathname === '/api/silences') return ok(SILENCES);
  if (pathname === '/api/incidents') return ok(listOf(query));
  if (pathname === '/api/audit') return ok({ entries: entriesOf(query) });
  const [, id] = /^\/api\/incidents\/([^/]+)$/.exec(pathname) ?? [];
  if (id === undefined) return undefined;
  const incident = INCIDENTS.find((one) => one.id === id);
  if (!incident) return refused(404, `There is no incident ${id}.`, 'GET /api/incidents lists those that there are.');
  const about = AUDIT.filter(({ subject }) => subject === `incident/${id}`);
  return ok({ incident, items: itemsOf(incident), audit: about });
}

function listOf(query: URLSearchParams) {
  const state = query.get('state') ?? 'open';
  const partner = query.get('partner');
  const incidents = INCIDENTS.filter(
    (one) =>
      (state === 'all' || (one.state === 'resolved') === (state === 'resolved')) &&
      (!partner || one.partner === partner),
  );
  return { incidents, total: incidents.length };
}

const entriesOf = (query: URLSearchParams) =>
  AUDIT.filter(
    ({ type, who, subject }) =>
      (!query.get('type') || type === query.get('type')) &&
      (!query.get('who') || who === query.get('who')) &&
      (!query.get('subject') || subject === query.get('subject')),
  );

function previewOf(matcher: Matcher): SilencePreview {
  const open = (incident: NamedIncident): readonly Item[] => itemsOf(incident).filter((item) => item.open);
  const hidden = INCIDENTS.map((incident) => ({
    incident,
    items: open(incident).filter(({ signal }) => matches(matcher, signal)),
  })).filter(({ items }) => items.length > 0);
  const all = hidden.flatMap(({ items }) => items);
  return {
    incidents: hidden.map(({ incident }) => incident),
    items: all.length,
    of: INCIDENTS.flatMap(open).length,
    examples: all.slice(0, 3).map(({ signal }) => ({
      subject: isClockSignal(signal) ? signal.subject : '',
      title: signal.title,
      partner: 'partner' in signal ? signal.partner : '',
    })),
  };
}
