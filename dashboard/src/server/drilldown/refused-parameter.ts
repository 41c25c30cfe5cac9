import { RefusedQuestion } from './refused-question.ts';

export interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
}

/** Zod's first complaint about the parameters in the form in which Belfry refuses. @param document where they are told. */
export function refusedParameter(issue: Issue | undefined, document: string): RefusedQuestion {
  const name = String(issue?.path[0] ?? issue?.keys?.[0] ?? 'query');
  if (issue?.code === 'unrecognized_keys') {
    return new RefusedQuestion(
      400,
      name,
      `There is no parameter ${name}.`,
      `Those that there are stand in ${document}.`,
    );
  }
  if (issue?.code === 'invalid_value') {
    const values = issue.values?.join(', ') ?? '';
    return new RefusedQuestion(400, name, `"${name}" says something unknown.`, `Write one of: ${values}.`);
  }
  return new RefusedQuestion(400, name, `"${name}" is missing, empty, or there twice.`, `Write ${name}=... once.`);
}
