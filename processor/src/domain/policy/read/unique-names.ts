import type { Path, Report } from '../problem.ts';

/**
 * Reports a name that stands before in the same list.
 * @param what a row, a step, a pause.
 * @param because what the name is needed for.
 */
export function uniqueNames(what: string, because: string, report: Report): (name: string, path: Path) => void {
  const names = new Set<string>();
  return (name, path) => {
    if (names.has(name)) report(path, `There is a ${what} "${name}" before.`, `another name: ${because}`);
    names.add(name);
  };
}
