import type { IntakeAnswer, IntakeError } from '@belfry/ingest/contract';

/** Hands events to intake; resolves once the log has what the answer calls accepted. @throws IntakeAway */
export type Say = (events: readonly unknown[]) => Promise<IntakeAnswer>;

/** Intake, or the log behind it, did not take what was said. It may be there all the same: the same id does no harm. */
export class IntakeAway extends Error {
  override readonly name = 'IntakeAway';
  readonly remedy: string;
  /** Seconds. */
  readonly retryAfter: number;
  constructor(reason: string, remedy: string, retryAfter: number, cause?: unknown) {
    super(reason, { cause });
    this.remedy = remedy;
    this.retryAfter = retryAfter;
  }
}

export interface IntakeAddress {
  /** Where intake is, for instance `http://127.0.0.1:4101`; events go to `/events` there. */
  readonly url: string;
  /** Sent as a bearer token, where intake asks for one. */
  readonly token?: string | undefined;
  readonly fetch?: typeof globalThis.fetch;
  /** How long somebody who has pressed a button waits for the log, ms. Default 10 s. */
  readonly answerMs?: number;
}

const AGAIN = 'Try again: with the same Idempotency-Key it counts once.';
const SOON = 2;

/**
 * Intake over HTTP, or in the same process by its `fetch`. Asks once: whoever waits for the answer is there to try again.
 *
 * @example
 * const say = sayToIntake({ url: 'http://127.0.0.1:4101', token: process.env.BELFRY_TOKEN });
 */
export function sayToIntake({ url, token, fetch = globalThis.fetch, answerMs = 10_000 }: IntakeAddress): Say {
  const address = new URL('events', url.endsWith('/') ? url : `${url}/`);
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/cloudevents-batch+json', ...authorization };
  return async (events) => {
    const signal = AbortSignal.timeout(answerMs);
    let response: Response;
    let text: string;
    try {
      response = await fetch(address, { method: 'POST', body: JSON.stringify(events), headers, signal });
      text = await response.text();
    } catch (cause) {
      throw new IntakeAway(`Intake does not answer at ${address.origin}.`, AGAIN, SOON, cause);
    }
    if (response.status === 401 || response.status === 403) {
      const remedy = 'Whoever runs Belfry gives the dashboard a token of scope manager: BELFRY_TOKEN.';
      throw new IntakeAway('Intake takes nothing from this dashboard.', remedy, 60);
    }
    const answer = answerIn(text);
    if (answer?.verdicts !== undefined) return answer as IntakeAnswer;
    const reason = answer?.error?.message ?? `status ${response.status}`;
    const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
    throw new IntakeAway(`The log could not take it: ${reason}.`, AGAIN, Number.isFinite(wait) ? wait : SOON);
  };
}

/** What is no JSON comes from something before intake, or from something else that answers there. */
function answerIn(text: string): Partial<IntakeAnswer & IntakeError> | null {
  try {
    return JSON.parse(text) as Partial<IntakeAnswer & IntakeError> | null;
  } catch {
    return null;
  }
}
