import type { z } from '@hono/zod-openapi';
import type { ReviewQuestion } from './chosen-clocks.ts';
import { periodOf, type Refusal, refusal } from './period.ts';
import { reviewQuery } from './review-schema.ts';

export type ReviewQuery = z.output<typeof reviewQuery>;

/** Makes a question of what was sent, or says what is wrong with it. */
export function questionOf({ from, to, tz, by, ...filters }: ReviewQuery): ReviewQuestion | Refusal {
  const period = periodOf(from, to, tz);
  return 'refused' in period ? period : { ...period, tz, by, filters };
}

const PARAMETERS = Object.keys(reviewQuery.shape);

/** A parameter that is none is refused: a filter with a slip in its name would answer for everybody. */
export function refusalOf(error: z.ZodError): Refusal {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return refusal(key, `"${key.slice(0, 40)}" is no parameter of a review.`, `It takes ${PARAMETERS.join(', ')}.`);
  }
  const field = String(issue?.path[0] ?? 'question');
  if (issue?.code === 'invalid_value') {
    return refusal(
      field,
      `${field} is none of its values.`,
      `Write one of: ${issue.values.filter(Boolean).join(', ')}.`,
    );
  }
  return refusal(field, `${field} is told more than once, or not as text.`, 'Write it once.');
}
