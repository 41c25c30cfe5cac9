import { describe, expect, it } from 'vitest';
import { mayDo, ruleOf } from './may-do.ts';
import { SCOPES } from './scope.ts';

/** What each scope is answered, in the order nobody, wall, partner, manager, source, admin. */
const ORDER = ['nobody', 'wall', 'partner', 'manager', 'source', 'admin'] as const;

describe('who may do what', () => {
  it.each([
    ['GET', '/livez', 'yes yes yes yes yes yes'],
    ['GET', '/api/health', 'bare yes bare yes bare yes'],
    ['POST', '/api/session', 'yes yes yes yes yes yes'],
    ['GET', '/', 'no yes no yes no yes'],
    ['GET', '/socket.io/', 'no yes no yes no yes'],
    ['GET', '/api/snapshot', 'no yes no yes no yes'],
    ['GET', '/assets/index-abc.js', 'no yes yes yes no yes'],
    ['GET', '/partners', 'no yes no yes no yes'],
    ['GET', '/partner/p12', 'no yes own-partner yes no yes'],
    ['GET', '/api/kpi/standings', 'no yes own-partner yes no yes'],
    ['GET', '/api/kpi/partners', 'no yes no yes no yes'],
    ['GET', '/api/kpi/partners/p12', 'no yes own-partner yes no yes'],
    ['GET', '/api/explain/order/8812', 'no yes no yes no yes'],
    ['GET', '/api/explain/order/a/b', 'no yes no yes no yes'],
    ['GET', '/docs/api', 'no yes no yes no yes'],
    ['GET', '/api/policies/812', 'no yes no yes no yes'],
    ['POST', '/api/policies', 'no no no no no yes'],
    ['POST', '/api/backtest', 'no no no yes no yes'],
    ['POST', '/api/say', 'no no no yes no yes'],
    ['POST', '/events', 'no no no yes yes yes'],
    ['POST', '/inbound/slack/floor', 'signed signed signed signed signed yes'],
    ['GET', '/events', 'no no no no no yes'],
    ['GET', '/api/tokens', 'no no no no no yes'],
    ['POST', '/tokens/4f/revoke', 'no no no no no yes'],
    ['GET', '/what/nobody/thought/of', 'no no no no no yes'],
  ])('%s %s: %s', (method, path, answers) => {
    expect(ORDER.map((scope) => mayDo(scope, method, path)).join(' ')).toBe(answers);
  });

  it('asks for the head of what may be got', () => {
    expect(mayDo('wall', 'HEAD', '/api/snapshot')).toBe('yes');
    expect(mayDo('wall', 'HEAD', '/tokens')).toBe('no');
  });

  it('has no row for what there is not', () => {
    expect(ruleOf('GET', '/nowhere')).toBeUndefined();
    for (const scope of SCOPES) if (scope !== 'admin') expect(mayDo(scope, 'DELETE', '/')).toBe('no');
  });
});
