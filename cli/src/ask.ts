import type { PackProblem, Refusal } from '@belfry/processor/contract';
import { tellProblem } from '@belfry/processor/packs';
import { BelfryError } from './belfry-error.ts';
import { requireRunning } from './running.ts';

/** A refusal of the running Belfry, with the mistakes of a pack if it was for them. */
export class Refused extends BelfryError {
  readonly problems: readonly PackProblem[];
  constructor({ reason, remedy, problems = [] }: Refusal) {
    super('USAGE', `${reason} ${remedy}`);
    this.problems = problems;
  }
}

/**
 * Asks the running Belfry.
 * @throws BelfryError `NOT_RUNNING`, or what it refused and why.
 */
export async function ask(url: string, path: string, request: RequestInit = {}): Promise<Response> {
  await requireRunning(url);
  let answer: Response;
  try {
    answer = await fetch(new URL(path, url), request);
  } catch (cause) {
    throw new BelfryError('NOT_RUNNING', `Belfry at ${url} broke off; ask again.`, { cause });
  }
  if (answer.ok) return answer;
  const told = await answer.text();
  throw (
    refusalIn(told) ?? new BelfryError('USAGE', `Belfry at ${url} answered ${answer.status}: ${told.slice(0, 200)}`)
  );
}

function refusalIn(text: string): Refused | undefined {
  try {
    const refusal = JSON.parse(text) as Refusal;
    return typeof refusal.reason === 'string' ? new Refused(refusal) : undefined;
  } catch {
    return undefined;
  }
}

/** Every mistake on a line of its own; the error that remains says how many. */
export async function tellingMistakes<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused) for (const problem of error.problems) console.error(tellProblem(problem));
    throw error;
  }
}
