import type { Explanation, Refusal } from '@belfry/processor/contract';
import { RefusedQuestion } from '../drilldown/refused-question.ts';
import { ProcessorAway } from '../pages/processor-away.ts';

/**
 * Why the clocks of a subject stand as they stand. It is judged in one place, so the dashboard asks for it.
 * @param asOf ms UTC; undefined: now.
 * @throws RefusedQuestion, ProcessorAway
 */
export type Explain = (subject: string, asOf?: number) => Promise<Explanation>;

export interface ProcessorAddress {
  /** Where a processor answers questions, for instance `http://127.0.0.1:4102`. */
  readonly url: string;
  /** Sent as a bearer token, where it asks for one. */
  readonly token?: string | undefined;
  readonly fetch?: typeof globalThis.fetch;
  /** How long somebody who looks at a page waits for it, ms. Default 10 s. */
  readonly answerMs?: number;
}

const REMEDY =
  'Whoever runs Belfry names a processor that answers questions: BELFRY_PROCESSOR, with BELFRY_TOKEN if it asks for one.';

/**
 * The processor over HTTP, or in the same process by its `fetch`.
 *
 * @example
 * const explain = explainByProcessor({ url: 'http://127.0.0.1:4102' });
 * const { clocks } = await explain('order/8812');
 */
export function explainByProcessor({
  url,
  token,
  fetch = globalThis.fetch,
  answerMs = 10_000,
}: ProcessorAddress): Explain {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const base = new URL(url.endsWith('/') ? url : `${url}/`);
  return async (subject, asOf) => {
    const slash = subject.indexOf('/');
    const kind = subject.slice(0, slash);
    const id = encodeURIComponent(subject.slice(slash + 1));
    const query = asOf === undefined ? '' : `?asOf=${new Date(asOf).toISOString()}`;
    let response: Response;
    let body: unknown;
    try {
      const signal = AbortSignal.timeout(answerMs);
      response = await fetch(new URL(`api/explain/${kind}/${id}${query}`, base), { headers, signal });
      body = await response.json();
    } catch (cause) {
      throw new ProcessorAway(`The processor does not answer at ${base.origin}.`, REMEDY, cause);
    }
    if (response.ok) return body as Explanation;
    const {
      refused = 'processor',
      reason = `status ${response.status}`,
      remedy = 'Try again.',
    } = body as Partial<Refusal>;
    if (response.status === 400 || response.status === 404) {
      throw new RefusedQuestion(response.status, refused, reason, remedy);
    }
    if (response.status === 503) throw new ProcessorAway(reason, remedy);
    throw new ProcessorAway(`The processor answers nothing to this dashboard (status ${response.status}).`, REMEDY);
  };
}
