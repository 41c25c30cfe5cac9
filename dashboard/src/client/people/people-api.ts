import type {
  AuditList,
  HookList,
  IncidentDetail,
  IncidentList,
  Matcher,
  RouteAnswer,
  Sent,
  SilenceList,
  SilencePreview,
} from '../../contract/people-api.ts';
import { serverBehind, urlWith } from '../desk/ask-server.ts';
import { type Say, sayTo } from '../say/say.ts';

type Question = Readonly<Record<string, string | number | null>>;

/** What these pages ask and say. Each throws LinkLost or Refusal. */
export interface PeopleApi {
  incidents(question: Question, signal: AbortSignal): Promise<IncidentList>;
  incident(id: string, signal: AbortSignal): Promise<IncidentDetail>;
  silences(signal: AbortSignal): Promise<SilenceList>;
  preview(matcher: Matcher, signal: AbortSignal): Promise<SilencePreview>;
  audit(question: Question, signal: AbortSignal): Promise<AuditList>;
  hooks(signal: AbortSignal): Promise<HookList>;
  test(hook: string): Promise<Sent>;
  redeliver(hook: string, id: string): Promise<Sent>;
  route(asked: unknown): Promise<RouteAnswer>;
  /** Whether the data is the demo's. */
  demo(signal: AbortSignal): Promise<boolean>;
  readonly say: Say;
}

export function createPeopleApi(fetching?: typeof fetch): PeopleApi {
  const server = serverBehind(fetching);
  const hook = (name: string): string => `/api/hooks/${encodeURIComponent(name)}`;
  return {
    incidents: (question, signal) => server.get(urlWith('/api/incidents', question), signal),
    incident: (id, signal) => server.get(`/api/incidents/${encodeURIComponent(id)}`, signal),
    silences: (signal) => server.get('/api/silences', signal),
    preview: (matcher, signal) => server.post('/api/silences/preview', { matcher }, { signal }),
    audit: (question, signal) => server.get(urlWith('/api/audit', question), signal),
    hooks: (signal) => server.get('/api/hooks', signal),
    test: (name) => server.post(`${hook(name)}/test`, {}),
    redeliver: (name, id) => server.post(`${hook(name)}/redeliver`, { id }),
    route: (asked) => server.post('/api/route', asked),
    demo: async (signal) => (await server.get<{ demo?: boolean }>('/api/health', signal)).demo === true,
    say: sayTo(server),
  };
}
