import { peopleAnswerTo } from './answer-to.ts';
import { NOBODY } from './hooks.ts';

/** A state of the pages of people: where the reader is, and how the server answers. */
export interface PeopleScene {
  readonly href: string;
  readonly fetching: typeof fetch;
}

const pathOf = (input: RequestInfo | URL): string => (input instanceof Request ? input.url : String(input));

const answering: typeof fetch = async (input, init) => {
  const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
  const answer = peopleAnswerTo(init?.method ?? 'GET', pathOf(input), body) ?? { status: 404, body: {} };
  return Response.json(answer.body, { status: answer.status });
};
const lost: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
const silent: typeof fetch = () => new Promise(() => {});
const nobody: typeof fetch = async (input, init) =>
  pathOf(input) === '/api/hooks' ? Response.json(NOBODY) : answering(input, init);
const nothing: typeof fetch = async (input, init) => {
  const path = pathOf(input).split('?')[0];
  if (path === '/api/incidents') return Response.json({ incidents: [], total: 0 });
  if (path === '/api/silences') return Response.json({ silences: [] });
  if (path === '/api/audit') return Response.json({ entries: [] });
  return answering(input, init);
};
const signedOut: typeof fetch = async () =>
  Response.json(
    { refused: 'token', reason: 'Nobody is signed in.', remedy: 'Open the link that you were given.' },
    { status: 401 },
  );

const scene = (href: string, fetching: typeof fetch = answering): PeopleScene => ({
  href: `${href}${href.includes('?') ? '&' : '?'}tz=Asia%2FRiyadh`,
  fetching,
});

export const PEOPLE_SCENES: Readonly<Record<string, PeopleScene>> = {
  incidents: scene('/incidents'),
  'incidents-resolved': scene('/incidents?state=resolved'),
  'incidents-none': scene('/incidents', nothing),
  'incidents-lost': scene('/incidents', lost),
  'incidents-loading': scene('/incidents', silent),
  'incidents-signed-out': scene('/incidents', signedOut),
  'incident-carrier': scene('/incident/inc_carrier'),
  'incident-page': scene('/incident/inc_carrier?page=5'),
  'incident-arabic': scene('/incident/inc_arabic'),
  'incident-expired': scene('/incident/inc_expired'),
  'incident-kpi': scene('/incident/inc_kpi'),
  'incident-resolved': scene('/incident/inc_done'),
  'incident-unknown': scene('/incident/inc_nothing'),
  silences: scene('/silences'),
  'silences-preview': scene('/silences?carrier=SMSA%2C+DPD'),
  'silences-nothing': scene('/silences?partner=nobody'),
  'silences-none': scene('/silences', nothing),
  hooks: scene('/hooks'),
  'hooks-delivery': scene('/hooks?hook=ops&delivery=msg_ops_1'),
  'hooks-idle': scene('/hooks?hook=new'),
  'hooks-nobody': scene('/hooks', nobody),
  audit: scene('/audit'),
  'audit-filtered': scene('/audit?who=Omar&type=kpi.excluded'),
  'audit-none': scene('/audit', nothing),
};
