import type { PackProblem, Refusal } from '@belfry/processor/contract';
import { bearer } from './bearer.ts';
import { BelfryError } from './belfry-error.ts';
import { requireRunning } from './running.ts';

/** A refusal of the running Belfry, with the mistakes of a pack if it was for them. */
export class Refused extends BelfryError {
  readonly problems: readonly PackProblem[];
  constructor({ reason, remedy = '', problems = [] }: Partial<Refusal> & Pick<Refusal, 'reason'>) {
    super('REFUSED', `${reason} ${remedy}`);
    this.problems = problems;
  }
}

/**
 * Sends a request to the running Belfry and answers its response, if it is a good one.
 * @throws BelfryError `NOT_RUNNING`, or `REFUSED` with the reason and the remedy that it gives
 */
export async function request(url: string, path: string, init: RequestInit = {}): Promise<Response> {
  await requireRunning(url);
  let answer: Response;
  try {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(bearer())) headers.set(name, value);
    answer = await fetch(new URL(path, url), { ...init, headers });
  } catch (cause) {
    throw new BelfryError('NOT_RUNNING', `Belfry at ${url} broke off; ask again.`, { cause });
  }
  if (answer.ok) return answer;
  if (answer.status === 401) throw new BelfryError('REFUSED', notLetIn(url));
  throw refusalIn(await answer.text()) ?? new BelfryError('REFUSED', notAnswered(url, answer.status));
}

/** Whoever stands at that address may be another program, or one that is still starting. */
function refusalIn(body: string): Refused | undefined {
  try {
    const told = JSON.parse(body) as Partial<Refusal> | null;
    return typeof told?.reason === 'string' ? new Refused({ ...told, reason: told.reason }) : undefined;
  } catch {
    return undefined;
  }
}

const notLetIn = (url: string): string => {
  const shown = bearer().authorization !== undefined;
  const remedy = 'set BELFRY_TOKEN to a good one; an admin makes it at /tokens or with belfry token make.';
  return `Belfry at ${url} ${shown ? 'does not know BELFRY_TOKEN, or it has ended' : 'asks for a token'}: ${remedy}`;
};

const notAnswered = (url: string, status: number): string =>
  status === 503
    ? `Belfry at ${url} is still starting: try again in a second.`
    : `${url} answers ${status} and no reason: see with --url that it is a Belfry of this version.`;
