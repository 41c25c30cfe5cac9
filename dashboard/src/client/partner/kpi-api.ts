import type {
  CallAnswer,
  CausesAnswer,
  ChangesAnswer,
  DayAnswer,
  OrdersAnswer,
  PartnerAnswer,
} from '../../contract/kpi-api.ts';
import type { AuditEntry } from '../../contract/people-api.ts';
import { serverBehind, urlWith } from '../desk/ask-server.ts';
import { type Say, sayTo } from '../say/say.ts';

/** What can be asked; each is optional, and what is not given is not sent. */
export interface KpiQuestion {
  readonly kpi?: string | null;
  readonly partner?: string | null;
  readonly window?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly asOf?: string | null;
  readonly market?: string | null;
  readonly carrier?: string | null;
  readonly channel?: string | null;
  readonly set?: 'all' | 'kept' | 'failing';
  readonly after?: string | null;
  readonly limit?: number;
  /** An instant, `2026-10-06T12:00:00Z`. */
  readonly since?: string;
}

type Ask<T> = (question: KpiQuestion, signal: AbortSignal) => Promise<T>;

/** The KPI API as this page uses it. Thin on purpose: the server's typed client takes its place without a change above. */
export interface KpiApi {
  readonly callList: Ask<readonly CallAnswer[]>;
  readonly partner: (partner: string, question: KpiQuestion, signal: AbortSignal) => Promise<PartnerAnswer>;
  readonly history: Ask<readonly DayAnswer[]>;
  readonly causes: Ask<CausesAnswer>;
  readonly changes: Ask<ChangesAnswer>;
  readonly orders: Ask<OrdersAnswer>;
  /** Where the CSV of the whole set lies. */
  readonly ordersCsv: (question: KpiQuestion) => string;
  /** What was noted of calls to a partner, newest first, and when the next one is. */
  readonly notes: (partner: string, signal: AbortSignal) => Promise<PartnerNotes>;
  readonly say: Say;
  /** Whether the data is the demo's; false where nobody says. */
  readonly demo: (signal: AbortSignal) => Promise<boolean>;
}

export interface PartnerNotes {
  readonly entries: readonly AuditEntry[];
  /** ms UTC. */
  readonly nextCall: number | null;
}

export function createKpiApi(fetching?: typeof fetch): KpiApi {
  const server = serverBehind(fetching);
  const { get } = server;
  const ask =
    <T>(path: string): Ask<T> =>
    (question, signal) =>
      get<T>(urlOf(path, question), signal);
  return {
    callList: ask('partners'),
    partner: (partner, question, signal) => get(urlOf(`partners/${encodeURIComponent(partner)}`, question), signal),
    history: ask('history'),
    causes: ask('causes'),
    changes: ask('changes'),
    orders: ask('orders'),
    ordersCsv: (question) => urlOf('orders.csv', question),
    notes: (partner, signal) => get(`/api/partners/${encodeURIComponent(partner)}/notes`, signal),
    say: sayTo(server),
    demo: async (signal) => (await get<{ demo?: boolean }>('/api/health', signal)).demo === true,
  };
}

const urlOf = (path: string, question: KpiQuestion): string => urlWith(`/api/kpi/${path}`, { ...question });
