import { describe, expect, it } from 'vitest';
import { kpiPack } from '../../../../../test/support/kpi-pack.ts';
import { diffPacks } from './diff-packs.ts';

type Lines = Record<string, string | undefined>;

const told = (before: Lines, after: Lines): string[] =>
  diffPacks(kpiPack(before), kpiPack(after)).map(({ change, what, name, sentence }) => {
    expect([change, what, name]).toEqual(['changed', 'kpi', 'shop/k']);
    return sentence.replace(/^K: /, '');
  });

describe('what changed in a KPI', () => {
  it('is nothing if it is only written otherwise', () => {
    const long = { of: '{ promise: ship }', counts: 'kept', windows: '[7 days]', block: 'at least 90 %' };
    const short = {
      of: undefined,
      counts: '{ promise: ship }',
      windows: undefined,
      window: 'last 7 days',
      block: '90 %',
    };
    expect(told(long, short)).toEqual([]);
  });

  it.each<[Lines, Lines, string[]]>([
    [
      {},
      { of: '{ promise: ship }', counts: 'broken' },
      [
        'looks at orders on which "Ship" has a verdict instead of orders that were opened',
        'counts those that broke it instead of that were cancelled',
        'counts them by the day of the deadline instead of by the day of the first order.opened',
      ],
    ],
    [
      {},
      { cohort: 'order.shipped' },
      ['counts them by the day of the first order.shipped instead of by the day of the first order.opened'],
    ],
    [{}, { zone: 'Europe/Prague' }, ['has the days of Europe/Prague instead of the partner']],
    [
      { windows: '[7 days, this month]' },
      { windows: '[7 days, previous month]', judged: 'previous month', rings: '[]', settles: '1 day' },
      [
        'shows last 7 days, previous month instead of last 7 days, this month',
        'rings by nothing instead of last 7 days',
        'is judged by previous month instead of last 7 days',
        'settles after 1 day instead of 0 days',
      ],
    ],
    [{}, { 'minimum-volume': '10' }, ['says something from 10 orders on instead of 1 order on']],
    [
      {},
      { burn: '{ fast: 6, slow: 2 }' },
      ['rings when the budget burns 6 times too fast over hours or 2 times too fast over days instead of at no speed'],
    ],
    [
      { warn: 'at most 2 %' },
      { warn: 'at most 1 % or 3', recovers: 'at most 1 %', block: 'at most 3 % or 5' },
      [
        'blocks unless at most 3 % or 5 instead of at most 3 %',
        'warns unless at most 1 % or 3 instead of at most 2 %',
        'recovers with at most 1 % instead of at most 2 %',
      ],
    ],
    [
      { block: undefined, limits: '[{ block: at most 3 % }, { market: sk, block: at most 2 % }]' },
      {
        block: undefined,
        limits:
          '[{ block: at most 4 %, warn: at most 3 %, recovers: at most 3 % }, { market: cz, from: 2026-03-01, block: at most 1 % }]',
      },
      [
        'blocks unless for all markets at most 4 % instead of at most 3 %',
        'new limits for cz from 2026-03-01 on: at most 1 %',
        'no limits of their own any more for sk',
      ],
    ],
    [
      { tiers: '[{ name: good, limit: at most 1 % }, { name: closed }]' },
      { tiers: '[{ name: good, limit: at most 2 % }, { name: closed, consequence: Closed. }]' },
      [
        'tiers: good at most 2 %, else closed instead of good at most 1 %, else closed',
        'tier closed, consequence: Closed. instead of none',
      ],
    ],
    [
      {
        excludes:
          '[{ name: a, when: { market: cz } }, { name: b, when: { market: sk } }, { name: c, when: { market: hu } }]',
      },
      {
        excludes: '[{ name: b, when: { market: pl } }, { name: a, when: { market: cz } }]',
        excuses: '[{ name: d, when: { carrier: ppl } }]',
      },
      [
        'leaves out b (market is pl) instead of b (market is sk)',
        'leaves out d (carrier is ppl) where it counts against the partner',
        'no longer leaves out c (market is hu)',
        'its reasons stand in another order, and the first that fits speaks',
      ],
    ],
    [{ consequence: 'A talk.' }, { provenance: 'Another test' }, ['consequence: none', 'provenance: Another test']],
    [
      {},
      { when: '{ market: cz }' },
      ['looks at orders that were opened, where market is cz instead of orders that were opened'],
    ],
  ])('%j, %j', (before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });

  it('is its title too', () => {
    expect(diffPacks(kpiPack(), kpiPack({ title: 'L' })).map(({ sentence }) => sentence)).toEqual([
      'L: is called L instead of K',
    ]);
  });
});
