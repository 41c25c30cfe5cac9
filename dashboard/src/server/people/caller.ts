import { callerOf } from '@belfry/access';
import type { Context } from 'hono';

/** Who asks, as far as the routes of people need to know. */
export interface Caller {
  /** Whose token it is; null where none is needed: then what is said has to name its author. */
  readonly name: string | null;
  readonly scope: string;
}

export type CallerOf = (c: Context) => Caller;

/** Whom the gate let in. On loopback there need be no token: whoever reaches the port could read the disk as well. */
export const callerByToken: CallerOf = (c) => {
  const caller = callerOf(c);
  return caller?.kind === 'token'
    ? { name: caller.token.name, scope: caller.token.scope }
    : { name: null, scope: 'admin' };
};
