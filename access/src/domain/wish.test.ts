import { describe, expect, it } from 'vitest';
import { readWish } from './wish.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');

describe('what a new token is to be', () => {
  it('is read from a form, whose empty fields say nothing', () => {
    expect(readWish({ scope: 'wall', name: ' hall 2 ', partner: '', source: '', expires: '' }, NOW)).toEqual({
      scope: 'wall',
      name: 'hall 2',
      partner: null,
      source: null,
      expires: null,
    });
  });

  it.each([
    ['30d', '2026-12-27T12:00:00Z'],
    ['12h', '2026-11-28T00:00:00Z'],
    ['2026-12-31', '2026-12-31T00:00:00Z'],
    ['2026-12-31T18:00+03:00', '2026-12-31T15:00:00Z'],
  ])('ends %s', (expires, at) => {
    expect(readWish({ scope: 'partner', name: 'Acme', partner: 'p12', expires }, NOW)).toMatchObject({
      partner: 'p12',
      expires: Date.parse(at),
    });
  });

  it.each([
    [{ name: 'x' }, 'scope', 'wall, partner, manager, admin, source'],
    [{ scope: 'root', name: 'x' }, 'scope', 'root'],
    [{ scope: 'wall' }, 'name', 'hall 2'],
    [{ scope: 'wall', name: 'x'.repeat(201) }, 'name', '200'],
    [{ scope: 'partner', name: 'x', expires: '30d' }, 'partner', 'p12'],
    [{ scope: 'partner', name: 'x', partner: 'p12' }, 'expires', '30d'],
    [{ scope: 'wall', name: 'x', partner: 'p12' }, 'partner', 'every partner'],
    [{ scope: 'wall', name: 'x', source: 'shop' }, 'source', 'no source'],
    [{ scope: 'wall', name: 'x', expires: 'soon' }, 'expires', '30d'],
    [{ scope: 'wall', name: 'x', expires: '2026-02-31T00:00' }, 'expires', 'zone'],
    [{ scope: 'wall', name: 'x', expires: '2026-11-27' }, 'expires', 'over'],
  ])('is refused: %j', (asked, refused, told) => {
    const wrong = readWish(asked, NOW);
    expect(wrong).toMatchObject({ refused });
    expect(Object.values(wrong).join(' ')).toContain(told);
  });
});
