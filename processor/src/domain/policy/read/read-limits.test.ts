import { describe, expect, it } from 'vitest';
import { compiledKpi, refusedKpi } from '../../../../../test/support/kpi-pack.ts';

const rowOf = (over: Record<string, string | undefined>) => compiledKpi(over).limits[0]!;

describe('a limit', () => {
  it.each([
    ['at least 90 %', 'high', { rate: 0.9 }],
    ['90 %', 'high', { rate: 0.9 }],
    ['90%', 'high', { rate: 0.9 }],
    ['at most 1.5 %', 'low', { rate: 0.015 }],
    ['at most 0.0001 %', 'low', { rate: 0.000001 }],
    ['at most 3 % or 5', 'low', { rate: 0.03, failures: { most: 5, join: 'or' } }],
    ['at most 3 % and 5', 'low', { rate: 0.03, failures: { most: 5, join: 'and' } }],
  ])('%s', (block, good, limit) => {
    expect(compiledKpi({ block })).toMatchObject({ good, limits: [{ block: limit }] });
  });
  it.each([
    ['soon', '"soon" is no limit. | `at least 90 %`, `at most 1.5 %`, `at most 3 % or 5` or `at most 3 % and 5`'],
    ['101 %', '101 % is more than all. | a share up to `100 %`'],
    ['0.00001 %', '0.00001 % is finer than numbers are compared. | four digits behind the point at most'],
  ])('%s is none', (block, expected) => {
    expect(refusedKpi({ block })).toEqual([`block: ${expected}`]);
  });
});

describe('limits', () => {
  it('warn as they block and recover as they warn, unless they say otherwise', () => {
    expect(rowOf({ block: '90 %' })).toEqual({ block: { rate: 0.9 }, warn: { rate: 0.9 }, recover: { rate: 0.9 } });
    expect(rowOf({ block: '90 %', warn: '92 %' })).toMatchObject({ warn: { rate: 0.92 }, recover: { rate: 0.92 } });
    expect(rowOf({ block: '90 %', warn: '92 %', recovers: '91 %' }).recover).toEqual({ rate: 0.91 });
  });
  it('stand in rows by market and from a day on', () => {
    const limits = '[{ block: at most 3 % }, { market: cz, from: 2026-03-01, block: at most 2 %, warn: at most 1 % }]';
    expect(compiledKpi({ block: undefined, limits }).limits).toEqual([
      { warn: { rate: 0.03 }, block: { rate: 0.03 }, recover: { rate: 0.03 } },
      { market: 'cz', from: 20_513, warn: { rate: 0.01 }, block: { rate: 0.02 }, recover: { rate: 0.01 } },
    ]);
  });
  it.each([
    [{ block: undefined }, 'block: `block` is missing. | a limit such as `at least 90 %` or `at most 1.5 %`'],
    [
      { block: '90 %', warn: '89 %' },
      'warn: It would block before it warns. | a limit that is not looser than `block`',
    ],
    [{ warn: 'at most 4 %' }, 'warn: It would block before it warns. | a limit that is not looser than `block`'],
    // Where there are few, five bear more than two in a hundred.
    [{ warn: 'at most 2 % or 5' }, 'warn: It would block before it warns. | a limit that is not looser than `block`'],
    [
      { recovers: 'at most 3.1 %' },
      'recovers: It would recover while it blocks. | a limit that is not looser than `block`',
    ],
    [
      { warn: 'at least 98 %' },
      'warn: A limit before this one says `at most`: the numerator holds what went wrong. | `at most ...`',
    ],
    [{ of: '{ promise: ship }', counts: 'kept' }, 'block: `kept` counts what went well. | `at least ...`'],
    [
      { of: '{ promise: ship }', counts: 'broken', block: '90 %' },
      'block: `broken` counts what went wrong. | `at most ...`',
    ],
    [
      { limits: '[{ block: at most 3 % }]' },
      'block: `block` stands here, and `limits` too. | it in each row of `limits`',
    ],
    [
      { block: undefined, limits: '[{ market: cz, block: at most 3 % }, { market: cz, block: at most 2 % }]' },
      'limits[1]: There are limits for cz before. | another market or another date: only one row can hold',
    ],
    [
      { block: undefined, limits: '[{ from: 2026-03-01, block: 3 % }, { from: 2026-03-01, block: 2 % }]' },
      'limits[1]: There are limits for all markets from 2026-03-01 on before. | another market or another date: only one row can hold',
    ],
    [
      { block: undefined, limits: '[{ from: March, block: at most 3 % }]' },
      'limits[0].from: "March" is no date. | a date such as `2026-03-01`',
    ],
  ])('refuses %j', (over, expected) => {
    expect(refusedKpi(over as Record<string, string>)).toEqual([expected]);
  });
  it('with counts are compared from the minimum volume on', () => {
    // From 300 orders on two in a hundred are six, which is more than five.
    const few = { block: 'at most 3 %', warn: 'at most 2 % or 5', 'minimum-volume': '300' };
    expect(rowOf(few).warn).toEqual({ rate: 0.02, failures: { most: 5, join: 'or' } });
    expect(rowOf({ block: 'at most 3 %', warn: 'at most 4 % and 0' }).warn.failures).toEqual({ most: 0, join: 'and' });
  });
});

describe('tiers', () => {
  const tiers = (...each: string[]) => ({
    block: undefined,
    tiers: `[${each.map((tier) => `{ ${tier} }`).join(', ')}]`,
  });
  const [GOOD, WATCHED, CLOSED] = [
    'name: good, limit: at most 1 %',
    'name: watched, limit: at most 3 %',
    'name: closed',
  ];

  it('block where the last one begins, and warn behind the first', () => {
    expect(rowOf(tiers(GOOD, `${WATCHED}, consequence: A warning.`, CLOSED))).toEqual({
      warn: { rate: 0.01 },
      block: { rate: 0.03 },
      recover: { rate: 0.01 },
      tiers: [
        { name: 'good', limit: { rate: 0.01 } },
        { name: 'watched', limit: { rate: 0.03 }, consequence: 'A warning.' },
        { name: 'closed' },
      ],
    });
    const own = rowOf({ ...tiers(GOOD, WATCHED, CLOSED), block: 'at most 2 %' });
    expect([own.warn, own.block]).toEqual([{ rate: 0.02 }, { rate: 0.02 }]);
  });
  it.each([
    [tiers('name: all'), 'tiers: One tier tells nobody apart. | two tiers at least, the best first'],
    [
      tiers(WATCHED, GOOD, CLOSED),
      'tiers[1].limit: Whoever misses the tier before misses this one too. | the best tier first, and a looser limit in each that follows',
    ],
    [
      tiers(GOOD, 'name: watched', CLOSED),
      'tiers[1]: Everybody is in a tier without a limit, so that those behind it have nobody. | a limit',
    ],
    [
      tiers(GOOD, WATCHED),
      'tiers[1].limit: Nobody would be in a tier who misses this limit. | no limit in the last tier',
    ],
    [
      tiers(GOOD, 'name: good'),
      'tiers[1].name: There is a tier "good" before. | another name: partners are told which one is theirs',
    ],
    [
      tiers(GOOD, 'name: watched, limit: at least 3 %', CLOSED),
      'tiers[1].limit: A limit before this one says `at most`: the numerator holds what went wrong. | `at most ...`',
    ],
  ])('refuses %j', (over, expected) => {
    expect(refusedKpi(over)).toContain(expected);
  });
});
