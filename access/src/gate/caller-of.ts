import type { Context } from 'hono';
import type { Caller } from '../domain/caller.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Set by the gate; null: nobody who is known, at a route that is open to all. */
    caller: Caller | null;
  }
}

/** Who asks; undefined where no gate stands before the route. */
export const callerOf = (c: Context): Caller | null | undefined => c.get('caller') as Caller | null | undefined;
