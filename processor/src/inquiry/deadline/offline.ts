import type { DeadlineAnswer } from '../../contract/index.ts';
import { parsePack } from '../../domain/policy/parse-pack.ts';
import { tellProblem } from '../../domain/policy/problem.ts';
import { readInstant } from '../instant.ts';
import { RefusedError } from '../refusal.ts';
import { deadline } from './deadline.ts';
import { readData } from './read-data.ts';

/** The version of what is in no log. */
export const UNPUBLISHED = -1;

/** A pack that has not been published, as it lies in a file. */
export interface PackFile {
  readonly name: string;
  readonly yaml: string;
  /** Its calendars are compiled from 2010 to six years ahead of it, ms UTC. */
  readonly now: number;
}

/**
 * The deadline by a pack of a file, without a running Belfry: whoever writes a pack tries it by this.
 * @throws RefusedError
 */
export function deadlineOffline(
  file: PackFile,
  promise: string,
  start: string,
  data: readonly (readonly [field: string, value: string])[],
): DeadlineAnswer {
  const parsed = parsePack(file.yaml, file.name, file.now);
  if ('problems' in parsed) {
    throw new RefusedError(400, 'pack', `${file.name} is no pack.`, parsed.problems.map(tellProblem).join('\n'));
  }
  const packs = [{ number: UNPUBLISHED, pack: parsed.compiled }];
  return deadline(packs, { promise, start: readInstant('--start', start), data: readData(data, packs) });
}
