import type { Scope } from './scope.ts';
import type { Token } from './token.ts';

/** Who asks: whoever holds a token, or somebody at this very machine, who needs none. */
export type Caller = { readonly kind: 'token'; readonly token: Token } | { readonly kind: 'local' };

/** Whoever sits at the machine could read its disk: a token would keep nothing from them. */
export const scopeOf = (caller: Caller): Scope => (caller.kind === 'local' ? 'admin' : caller.token.scope);

/** For lists that say who did something. */
export const nameOf = (caller: Caller): string => (caller.kind === 'local' ? 'this machine' : caller.token.name);

/** Partners, and programs that only tell, see no names of people; the numbers do without them. */
export const seesPeople = (caller: Caller): boolean => !['partner', 'source'].includes(scopeOf(caller));
