import { describe, expect, it } from 'vitest';
import { isAboutOnly } from './own-partner.ts';

describe('a question about one partner', () => {
  it.each([
    ['p12', '/partner/p12', [], true],
    ['p12', '/partner/p13', [], false],
    ['p12', '/partner/p12', ['p13'], false],
    ['a/b', '/partner/a%2Fb', [], true],
    ['p12', '/partner/%70%31%32', [], true],
    ['p12', '/partner/%zz', [], false],
    ['p12', '/api/kpi/partners/p12', [], true],
    ['p12', '/api/kpi/partners/p1', [], false],
    ['p12', '/api/kpi/standings', ['p12'], true],
    ['p12', '/api/kpi/standings', [], false],
    ['p12', '/api/kpi/standings', ['p12', 'p13'], false],
    ['p12', '/api/kpi/standings', ['p13'], false],
    ['', '/api/kpi/standings', [], false],
  ] as const)('of %s: %s with %j: %s', (partner, path, named, expected) => {
    expect(isAboutOnly(partner, path, named)).toBe(expected);
  });
});
