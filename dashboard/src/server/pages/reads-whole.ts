import { callerOf, mayDo, scopeOf } from '@belfry/access';
import type { Context } from 'hono';

/** Whether whoever asks may read all of an answer: to those whom the rules say `bare` of, people are not named. */
export function readsWhole(c: Context): boolean {
  const caller = callerOf(c);
  // Without a gate before it, whoever reaches the port could read the disk as well.
  if (caller === undefined || caller === null) return caller === undefined;
  return mayDo(scopeOf(caller), c.req.method, c.req.path) === 'yes';
}
