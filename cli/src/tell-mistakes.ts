import { tellProblem } from '@belfry/processor/packs';
import { Refused } from './request.ts';

/** Every mistake on a line of its own; the error that remains says how many. */
export async function tellingMistakes<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused) for (const problem of error.problems) console.error(tellProblem(problem));
    throw error;
  }
}
