import { SqlError } from '@belfry/sql';
import type { Context } from 'hono';
import { type Refusal, RefusedError } from './refusal.ts';

/** Answers a question with JSON, or says why it cannot be answered and what to do instead. */
export async function answer(c: Context, work: () => Promise<object>): Promise<Response> {
  try {
    return c.json(await work(), 200, { 'Cache-Control': 'no-store' });
  } catch (error) {
    if (error instanceof RefusedError) return c.json(error.refusal, error.status);
    if (!(error instanceof SqlError)) throw error;
    const refusal: Refusal = {
      refused: 'history',
      reason: error.message,
      remedy: 'ClickHouse does not answer; try again.',
    };
    return c.json(refusal, 503);
  }
}
