import { describe, expect, it } from 'vitest';
import { kpiPack } from '../../../../../test/support/kpi-pack.ts';
import { describeKpi } from './describe-kpi.ts';
import { limitInWords } from './limit-in-words.ts';
import { windowInWords } from './window-in-words.ts';

function words(over: Record<string, string | undefined>): string {
  const { kpis, promises } = kpiPack(over);
  return describeKpi(kpis[0]!, promises);
}

describe('a KPI as a sentence', () => {
  it('is what a manager would say', () => {
    expect(
      words({
        counts: '{ happened: order.cancelled, where: { any: [{ by: partner }, { by.kind: partner }] } }',
        windows: '[this month, previous month]',
        judged: 'previous month',
        block: 'at most 1.5 %',
        'minimum-volume': '10',
      }),
    ).toBe(
      'Of the orders that were opened, those that were cancelled by the partner: at most 1.5 %, this month, previous month; judged by the previous month; by the day of the first order.opened; from 10 orders on.',
    );
  });
  it('of a promise names the promise', () => {
    const over = {
      of: '{ promise: ship }',
      counts: 'kept',
      when: '{ market: cz }',
      block: 'at least 90 %',
      warn: 'at least 92 %',
      windows: '[7 days, this week]',
      rings: '[7 days, this week]',
      settles: '1 day',
      zone: 'Europe/Prague',
    };
    expect(words(over)).toBe(
      'Of the orders on which "Ship" has a verdict, where market is cz, those that kept it: at least 90 %, last 7 days, this week; warns unless at least 92 %; judged by the last 7 days; rings by the last 7 days, this week; by the day of the deadline in Europe/Prague; settled after 1 day.',
    );
    expect(words({ ...over, counts: 'broken', block: 'at most 3 %', warn: undefined, cohort: 'start' })).toContain(
      'those that broke it: at most 3 %, last 7 days, this week; judged by the last 7 days; rings by the last 7 days, this week; by the day on which the clock started',
    );
  });
  it('says who is left out, and who only if they fail', () => {
    const text = words({
      excludes:
        '[{ name: strike, when: { carrier: ppl }, from: 2026-03-01, until: 2026-03-04 }, { name: old, until: 2026-01-31 }]',
      excuses:
        '[{ name: called off, happened: order.cancelled, where: { by: call-centre } }, { name: new, from: 2026-12-01 }]',
    });
    expect(text.slice(text.indexOf('Left'))).toBe(
      'Left out: strike (carrier is ppl, from 2026-03-01 to 2026-03-04); old (until 2026-01-31). Left out only if they count against the partner: called off (were cancelled by the call centre); new (from 2026-12-01 on).',
    );
  });
  it.each([
    [{ counts: 'tracked', block: '90 %' }, 'those whose parcels all have a number and a link: at least 90 %'],
    [{ counts: '{ fits: { deliveredBy: platform } }' }, 'those where deliveredBy is platform: at most 3 %'],
    [
      { counts: '{ wrong-status: { delivered: [shipment.returned, shipment.lost], refused: [] } }' },
      'those whose final status was wrong (delivered against shipment.returned or shipment.lost; refused): at most 3 %',
    ],
    [
      { counts: '{ happened: [order.held, shipment.lost], where: { reason: stock } }' },
      'those that had order.held or shipment.lost with reason is stock: at most 3 %',
    ],
    [{ cohort: '{ field: promise.deliverBy }' }, 'by the day that promise.deliverBy says'],
    [{ rings: '[]' }, 'never rings'],
    [
      {
        block: undefined,
        limits: '[{ block: at most 3 % or 5 }, { market: cz, from: 2026-03-01, block: at most 2 % }]',
      },
      ': all markets at most 3 % or 5; cz from 2026-03-01 on at most 2 %, last 7 days',
    ],
    [
      { block: undefined, tiers: '[{ name: good, limit: at most 1 % }, { name: closed }]' },
      ': good at most 1 %, else closed, last 7 days',
    ],
  ])('%j', (over, expected) => {
    expect(words(over)).toContain(expected);
  });
});

describe('words', () => {
  it('limits', () => {
    expect(limitInWords({ rate: 0.9 }, 'high')).toBe('at least 90 %');
    expect(limitInWords({ rate: 0.015 }, 'low')).toBe('at most 1.5 %');
    // Neither 0.07 nor 0.29 times 100 is whole in binary.
    expect([0.07, 0.29, 0.000001].map((rate) => limitInWords({ rate }, 'low'))).toEqual([
      'at most 7 %',
      'at most 29 %',
      'at most 0.0001 %',
    ]);
    expect(limitInWords({ rate: 0.03, failures: { most: 5, join: 'or' } }, 'low')).toBe('at most 3 % or 5');
    expect(limitInWords({ rate: 0.03, failures: { most: 5, join: 'and' } }, 'low')).toBe('at most 3 % and 5');
  });
  it.each([
    [{ kind: 'days', days: 7, lag: 0 }, 'last 7 days'],
    [{ kind: 'days', days: 1, lag: 0 }, 'last 1 day'],
    [{ kind: 'days', days: 14, lag: 7 }, '14 days ending 7 days ago'],
    [{ kind: 'days', days: 30, lag: 1 }, '30 days ending yesterday'],
    [{ kind: 'months', months: 1, lag: 1, inclusive: true }, '1 month ending yesterday, both ends included'],
    [{ kind: 'months', months: 3, lag: 0, inclusive: false }, 'last 3 months'],
    [{ kind: 'week', back: 0, lag: 0, first: 'sunday' }, 'this week from sunday'],
    [{ kind: 'week', back: 1, lag: 0, first: 'monday' }, 'previous week'],
    [{ kind: 'month', back: 0, lag: 1 }, 'this month ending yesterday'],
    [{ kind: 'month', back: 1, lag: 0 }, 'previous month'],
  ] as const)('%j', (span, expected) => {
    expect(windowInWords({ span })).toBe(expected);
  });
});
