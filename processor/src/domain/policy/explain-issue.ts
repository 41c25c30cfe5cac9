import type * as z from 'zod';
import type { PackDocument, Path, Problem } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** What does not fit the shape of a pack, with its place. The message of an issue is what to write instead. */
export function explainIssue(issue: Issue, document: PackDocument): Problem[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      document.problem([...path, key], `There is no key "${key}" here.`, issue.message, true),
    );
  }
  const at = document.problem(path, whatIsWrong(issue, valueAt(document.content, path)), issue.message);
  return [at];
}

function whatIsWrong(issue: Issue, value: unknown): string {
  if (value === undefined) return `\`${String(issue.path.at(-1))}\` is missing.`;
  if (value === null) return 'There is nothing here.';
  if (issue.code === 'invalid_key') return `"${String(issue.path.at(-1))}" cannot be a name.`;
  if (Array.isArray(value)) return 'A list does not fit here.';
  if (typeof value === 'object') return 'A mapping does not fit here.';
  const told = JSON.stringify(value);
  return `${told.length > 60 ? `${told.slice(0, 57)}...` : told} does not fit here.`;
}

function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Record<string | number, unknown> | null | undefined)?.[part],
    content,
  );
}
