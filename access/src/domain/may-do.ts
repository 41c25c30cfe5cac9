import { TrieRouter } from 'hono/router/trie-router';
import { type Permission, RULES } from './rules.ts';
import type { Scope } from './scope.ts';

/** Hono's own, so that the gate never reads a path otherwise than the routes behind it do. */
const router = new TrieRouter<(typeof RULES)[number]>();
for (const rule of RULES) router.add(rule[0], rule[1], rule);

/** The row of `rules.ts` that speaks about a route; undefined if none does. */
export function ruleOf(method: string, path: string): (typeof RULES)[number] | undefined {
  return router.match(method === 'HEAD' ? 'GET' : method, path)[0][0]?.[0];
}

/**
 * Whether somebody may ask for something. What no row of `rules.ts` speaks about is closed to all but admins.
 *
 * @param scope of the token; `nobody` is who shows none.
 * @example
 * mayDo('wall', 'GET', '/api/snapshot'); // 'yes'
 * mayDo('partner', 'GET', '/partner/p12'); // 'own-partner'
 * mayDo('wall', 'POST', '/api/say'); // 'no'
 */
export function mayDo(scope: Scope | 'nobody', method: string, path: string): Permission | 'no' {
  return scope === 'admin' ? 'yes' : (ruleOf(method, path)?.[2][scope] ?? 'no');
}
