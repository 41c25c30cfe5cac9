import type { Context } from 'hono';

/** Who asks, as far as the routes of people need to know. */
export interface Caller {
  /** Whose token it is; null where none is needed: then what is said has to name its author. */
  readonly name: string | null;
  readonly scope: string;
}

export type CallerOf = (c: Context) => Caller;

/** On loopback there are no tokens: whoever reaches the port could read the disk as well. */
export const atThisMachine: CallerOf = () => ({ name: null, scope: 'admin' });
