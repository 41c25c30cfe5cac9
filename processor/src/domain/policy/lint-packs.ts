import { parsePack } from './parse-pack.ts';
import type { Problem } from './problem.ts';

export interface PackFile {
  readonly name: string;
  readonly yaml: string;
}

/** What is wrong with packs, and what will run and yet is perhaps not meant so. */
export interface PackFindings {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** @param now ms UTC: calendars are compiled from 2010 to six years ahead of it. */
export function lintPacks(files: readonly PackFile[], now: number): PackFindings {
  const read = files.map(({ name, yaml }) => parsePack(yaml, name, now));
  return {
    errors: read.flatMap((each) => ('problems' in each ? each.problems : [])),
    warnings: read.flatMap((each) => ('problems' in each ? [] : each.warnings)),
  };
}
