import { answerTo } from './answer-to.ts';

/** A state of the partner pages: where the reader is, and how the server answers. */
export interface Scene {
  readonly href: string;
  readonly fetching: typeof fetch;
}

const path = (input: RequestInfo | URL): string => (input instanceof Request ? input.url : String(input));

const answering: typeof fetch = async (input) => {
  const answer = answerTo(path(input)) ?? { status: 404, body: {} };
  return Response.json(answer.body, { status: answer.status });
};
const silent: typeof fetch = () => new Promise(() => {});
const lost: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
/** The page itself comes, and what lies below it does not: history is away. */
const partly: typeof fetch = async (input, init) => {
  if (/\/api\/(health|kpi\/partners)/.test(path(input))) return answering(input, init);
  const body = { refused: 'history', reason: 'ClickHouse does not answer.', remedy: 'Try again in a minute.' };
  return Response.json(body, { status: 503 });
};

const scene = (href: string, fetching: typeof fetch = answering): Scene => ({ href, fetching });

export const SCENES: Readonly<Record<string, Scene>> = {
  list: scene('/partners'),
  'list-loading': scene('/partners', silent),
  'list-lost': scene('/partners', lost),
  failing: scene('/partner/noor'),
  good: scene('/partner/vltava'),
  'no-verdict': scene('/partner/kamen'),
  'no-orders': scene('/partner/quiet'),
  final: scene('/partner/vltava?window=previous-month'),
  revised: scene('/partner/noor?window=previous-month'),
  low: scene('/partner/noor?kpi=mall%2Fcancellation-rate&window=month'),
  many: scene('/partner/noor?window=month&set=all'),
  compare: scene('/partner/noor?window=month&compare=1'),
  days: scene('/partner/najd?from=2026-11-02&to=2026-11-15&carrier=DPD&tz=Asia%2FRiyadh'),
  long: scene('/partner/longest'),
  loading: scene('/partner/noor', silent),
  refused: scene('/partner/nobody'),
  'partly-refused': scene('/partner/noor', partly),
  'left-out': scene('/partner/noor?kpi=gone&window=gone&from=2026-11-01&set=some&tz=Mars'),
  lost: scene('/partner/noor', lost),
};
