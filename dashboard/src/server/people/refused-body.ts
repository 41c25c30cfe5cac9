import type { Issue } from '../drilldown/refused-parameter.ts';
import { RefusedQuestion } from '../drilldown/refused-question.ts';

/** Zod's first complaint about a body in the form in which Belfry refuses. */
export function refusedBody(issue: Issue | undefined): RefusedQuestion {
  const path = issue?.path.map(String).join('.') ?? '';
  const name = path === '' ? 'body' : path;
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys ?? [];
    const where = path === '' ? '' : ` in "${path}"`;
    return new RefusedQuestion(
      400,
      name,
      `There is no field "${key}"${where}.`,
      'Those that there are stand in /docs/people.json.',
    );
  }
  if (issue?.code === 'invalid_value') {
    return new RefusedQuestion(
      400,
      name,
      `"${name}" says something unknown.`,
      `Write one of: ${issue.values?.join(', ')}.`,
    );
  }
  const reason = path === '' ? 'The body is no JSON object.' : `"${name}" is missing, empty, or of another kind.`;
  return new RefusedQuestion(
    400,
    name,
    reason,
    'What it holds stands in /docs/people.json; send it as application/json.',
  );
}
