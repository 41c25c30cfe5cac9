import { describe, expect, it } from 'vitest';
import { DEFAULT_SILENCE, fits, silenceRuleOf, tellEvery } from './silence-rule.ts';

const rule = (source: string, least: number | null = 1) => ({ source, least, factor: 3 });

describe('the rule of a source', () => {
  it('is ten minutes and three times its usual gap, unless a pack says otherwise', () => {
    expect(silenceRuleOf('shop', [])).toEqual({ least: 600_000, factor: 3 });
    expect(silenceRuleOf('shop', [rule('carrier-*')])).toBe(DEFAULT_SILENCE);
  });

  it('is the one that says most of its name: the name, then the longer pattern, then the later one', () => {
    const rules = [rule('*', 1), rule('shop-*', 2), rule('shop-a', 3), rule('shop-*', 4)];
    expect(['shop-a', 'shop-b', 'desk'].map((source) => silenceRuleOf(source, rules).least)).toEqual([3, 4, 1]);
  });

  it.each([
    ['a*', 'a', true],
    ['a*', 'ba', false],
    ['*a', 'ba', true],
    ['a*a', 'a', false],
    ['a*b*c', 'axbxc', true],
    ['a*b*c', 'acb', false],
    ['*', '', true],
    ['a.c', 'abc', false],
  ])('%s fits %s: %s', (pattern, name, expected) => {
    expect(fits(pattern, name)).toBe(expected);
  });

  it('says how often lanes tell of it: a twentieth of its silence, between a second and a minute', () => {
    expect([20_000, 600_000, 5_000, 9e9, null].map((least) => tellEvery({ least, factor: 3 }))).toEqual([
      1_000, 30_000, 1_000, 60_000, 60_000,
    ]);
  });
});
