import {
  askedOf,
  callAnswers,
  causesAnswer,
  changesAnswer,
  historyAnswer,
  ordersAnswer,
  partnerAnswer,
} from './answers.ts';
import { notesOf } from './notes.ts';
import { PARTNERS } from './orders.ts';

export interface StoryAnswer {
  readonly status: number;
  /** An object, or the text of a CSV. */
  readonly body: unknown;
}

const CUT = ['asOf', 'known', 'market', 'carrier', 'channel'];
const DAYS = [...CUT, 'from', 'to'];
const NUMBER = [...DAYS, 'kpi', 'partner', 'window'];
/** A parameter that a route does not know is refused, as by the server: a mistyped name would ask about everything. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  partners: CUT,
  history: [...DAYS, 'kpi', 'partner'],
  causes: NUMBER,
  changes: [...NUMBER, 'since'],
  orders: [...NUMBER, 'set', 'after', 'limit'],
  'orders.csv': [...NUMBER, 'set'],
};

/** Answers the routes of the KPI API from the stories' orders; undefined for what is none of them. */
export function answerTo(href: string): StoryAnswer | undefined {
  const { pathname, searchParams: query } = new URL(href, 'http://story');
  if (pathname === '/api/health') return { status: 200, body: { ready: true, demo: true } };
  const [, noted] = /^\/api\/partners\/([^/]+)\/notes$/.exec(pathname) ?? [];
  if (noted !== undefined) return { status: 200, body: notesOf(decodeURIComponent(noted)) };
  if (pathname === '/api/say') return { status: 202, body: { id: 'said-1' } };
  const [, route = ''] = /^\/api\/kpi\/(.+)$/.exec(pathname) ?? [];
  const [, ofPath] = /^partners\/(.+)$/.exec(route) ?? [];
  const id = ofPath === undefined ? query.get('partner') : decodeURIComponent(ofPath);
  if (id !== null && !PARTNERS.some((one) => one.id === id)) {
    return refused(404, 'partner', `There is no partner ${id}.`, 'GET /api/kpi/partners lists those that there are.');
  }
  const known = ofPath === undefined ? PARAMETERS[route] : DAYS;
  const strange = [...query.keys()].find((name) => known && !known.includes(name));
  if (strange !== undefined) return refused(400, strange, `There is no parameter ${strange}.`, '');
  if (query.has('window') && query.has('from')) {
    return refused(400, 'window', 'A window and given days exclude each other.', 'Leave one of them out.');
  }
  const asked = askedOf(query, id ?? '');
  if (ofPath !== undefined) return { status: 200, body: partnerAnswer(asked) };
  switch (route) {
    case 'partners':
      return { status: 200, body: callAnswers(asked.cut) };
    case 'history':
      return { status: 200, body: historyAnswer(asked) };
    case 'causes':
      return { status: 200, body: causesAnswer(asked) };
    case 'changes':
      return { status: 200, body: changesAnswer(asked) };
    case 'orders':
      return { status: 200, body: ordersAnswer(asked) };
    case 'orders.csv':
      return { status: 200, body: csv(query, id ?? '') };
    default:
      return undefined;
  }
}

const refused = (status: number, field: string, reason: string, remedy: string): StoryAnswer => ({
  status,
  body: { refused: field, reason, remedy },
});

function csv(query: URLSearchParams, id: string): string {
  const whole = new URLSearchParams(query);
  whole.set('limit', '100000');
  const { rows } = ordersAnswer(askedOf(whole, id));
  return ['subject,day,num', ...rows.map(({ subject, day, num }) => `${subject},${day},${num}`)].join('\n');
}
