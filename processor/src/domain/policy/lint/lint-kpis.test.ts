import { describe, expect, it } from 'vitest';
import { lintedKpi } from '../../../../../test/support/kpi-pack.ts';

/** KPIs that can be read and never do what their author meant. */

const reason = (when: string) => `[{ name: a, when: ${when} }]`;
const TIERS = '[{ name: good, limit: at most 1 % }, { name: all, limit: at most 100 % }, { name: none }]';
const ROWS = '[{ block: at most 50 % }, { market: cz, block: at most 2 % }]';

describe('a KPI', () => {
  it('that counts is let pass', () => {
    const over = {
      when: '{ market: cz }',
      excludes: reason('{ deliveredBy: platform }'),
      burn: '{ fast: 6, slow: 2 }',
    };
    expect(lintedKpi(over)).toEqual([]);
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    [
      'of an event that contradicts itself',
      { of: '{ happened: order.opened, where: { all: [{ market: cz }, { market: sk }] } }' },
      'error never-happens of.where: No event fits this: it contradicts itself. | one of the two',
    ],
    [
      'that counts what contradicts itself',
      { counts: '{ happened: order.cancelled, where: { exists: by, missing: by } }' },
      'error never-happens counts.where: No event fits this: it contradicts itself. | one of the two',
    ],
    [
      'that looks at nobody',
      { when: '{ market: cz, not: { market: [cz, sk] } }' },
      'error kpi-counts-nothing when: Nobody fits this who is no test. | one of the two',
    ],
    [
      'that looks at tests only',
      { when: '{ test: true }' },
      'error kpi-counts-nothing when: Nobody fits this who is no test. | one of the two',
    ],
    [
      'whose reasons let everybody go',
      { excludes: '[{ name: a, when: { market: cz } }, { name: b, when: { not: { market: cz } } }]' },
      'error kpi-counts-nothing excludes: These reasons let everybody go, so that this KPI has nothing to count. | conditions that some do not fit',
    ],
    [
      'whose numerator stays empty',
      { when: '{ market: cz }', counts: '{ fits: { market: sk } }' },
      'error kpi-counts-nothing counts.fits: Nobody whom this KPI looks at fits this. | what some of them fit',
    ],
    [
      'with a reason for nobody',
      { when: '{ market: cz }', excludes: reason('{ market: sk }') },
      'warning reason-never-fits excludes[0]: Nobody whom this KPI looks at fits this. | no such reason, or another condition',
    ],
    [
      'with an excuse for nobody',
      { when: '{ market: cz }', excuses: reason('{ market: sk }') },
      'warning reason-never-fits excuses[0]: Nobody whom this KPI looks at fits this. | no such reason, or another condition',
    ],
    [
      'with a reason for tests',
      { excludes: '{ test: true }' },
      'warning reason-never-fits excludes: Only tests fit this, and they count nowhere in any case. | no such reason, or another condition',
    ],
    [
      'whose limit nobody breaks',
      { block: 'at least 0 %' },
      'warning limit-never-breaks block: All may fail, so that this limit is never broken. | a share that some of them can miss',
    ],
    [
      'with a tier behind one in which everybody is',
      { tiers: TIERS, block: 'at most 3 %' },
      'error limit-never-breaks tiers[1].limit: All may fail, so that nobody is in a tier behind this one. | a share that some can miss',
    ],
    [
      'whose budget cannot burn so fast',
      { block: 'at most 20 %', burn: '{ fast: 5, slow: 4 }' },
      'error burn-never-rings burn.fast: Against its limits failures come 5 times too fast at most, and this asks for more than 5. | a number below 5',
    ],
    [
      'whose budget cannot burn so fast somewhere',
      { block: undefined, limits: ROWS, burn: '{ slow: 3 }' },
      'warning burn-never-rings burn.slow: Against some of its limits failures come 2 times too fast at most, and this asks for more than 3. | a number below 2',
    ],
    [
      'by a field that no event has',
      { cohort: '{ field: promise.deliveryBy }' },
      'warning unknown-field cohort.field: No event that Belfry describes has a field `promise.deliveryBy`. | `promise.deliverBy`',
    ],
    [
      'that asks an event for its status',
      { of: '{ happened: order.opened, where: { status: open } }' },
      'warning unknown-field of.where: No event that Belfry describes has a `status` in its own data. | `state: { status: ... }`, which looks into the data of the subject',
    ],
    [
      'that asks for what a field never is',
      { excuses: '[{ name: a, happened: order.cancelled, where: { by: callcentre } }]' },
      'error unknown-value excuses[0].where: `by` is never "callcentre". | `call-centre`',
    ],
  ])('%s', (_, over, expected) => {
    expect(lintedKpi(over)).toEqual([expected]);
  });

  it('may bound by a count what its rate does not', () => {
    expect(lintedKpi({ block: 'at most 100 % and 5' })).toEqual([]);
  });
  it('may forbid every failure and burn as fast as it likes', () => {
    expect(lintedKpi({ block: 'at most 0 %', burn: '{ fast: 1000 }' })).toEqual([]);
  });
  it('may let everybody go on certain days, or for something that happened', () => {
    const excludes = '[{ name: outage, from: 2026-03-01, until: 2026-03-02 }, { name: held, happened: order.held }]';
    expect(lintedKpi({ excludes })).toEqual([]);
  });
});
